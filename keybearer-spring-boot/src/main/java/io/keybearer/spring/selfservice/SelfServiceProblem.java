package io.keybearer.spring.selfservice;

import io.keybearer.problem.Problem;
import io.keybearer.problem.ProblemKind;
import io.keybearer.problem.ProblemTexts;
import java.util.List;
import java.util.Locale;

/** Problems that only these endpoints meet, beside those of core. Each has one status. */
enum SelfServiceProblem implements Problem {
  /** The body is not strict JSON; arguments: line and column. */
  MALFORMED_JSON(400),
  /** The body has a member twice. */
  DUPLICATE_MEMBER(400),
  /** The body has a member that nothing here reads. */
  UNKNOWN_MEMBER(400),
  /** JSON of another kind was expected; argument: which. */
  WRONG_TYPE(400),
  /** A query parameter that nothing here reads. */
  UNKNOWN_PARAMETER(400),
  /** A query parameter is there twice. */
  REPEATED_PARAMETER(400),
  /** The address does not know this method; argument: those it knows. */
  METHOD_NOT_ALLOWED(405),
  /** The body is larger than these endpoints take; argument: the most bytes. */
  BODY_TOO_LARGE(413),
  /** The body is of another media type; argument: the one that is taken. */
  UNSUPPORTED_MEDIA_TYPE(415);

  private final int status;

  SelfServiceProblem(int status) {
    this.status = status;
  }

  /** The HTTP status. */
  int status() {
    return status;
  }

  @Override
  public ProblemKind kind() {
    return ProblemKind.INVALID;
  }

  @Override
  public String text(Locale locale, List<String> arguments) {
    return Texts.OF_SELF_SERVICE.text(locale, name(), arguments);
  }

  /** Read when the first text is asked for. */
  private static final class Texts {
    static final ProblemTexts OF_SELF_SERVICE = ProblemTexts.beside(SelfServiceProblem.class);
  }
}
