package io.keybearer.server.problem;

import io.keybearer.problem.Problem;
import io.keybearer.problem.ProblemKind;
import io.keybearer.problem.ProblemTexts;
import java.util.List;
import java.util.Locale;

/** Problems that only an HTTP server meets, beside those of core. Each has one status. */
public enum ServerProblem implements Problem {
  /** The request is not HTTP that we can read. */
  MALFORMED_REQUEST(ProblemKind.INVALID, 400),
  /** The address has a malformed %-escape or a byte that is no text. */
  MALFORMED_ADDRESS(ProblemKind.INVALID, 400),
  /** The body is not strict JSON; arguments: line and column. */
  MALFORMED_JSON(ProblemKind.INVALID, 400),
  /** A JSON object has a member twice. */
  DUPLICATE_MEMBER(ProblemKind.INVALID, 400),
  /** A JSON object has a member that nothing here reads. */
  UNKNOWN_MEMBER(ProblemKind.INVALID, 400),
  /** JSON of another kind was expected; argument: which. */
  WRONG_TYPE(ProblemKind.INVALID, 400),
  /** JSON is nested too deeply; argument: the most levels. */
  NESTED_TOO_DEEPLY(ProblemKind.INVALID, 400),
  /** A query parameter that nothing here reads. */
  UNKNOWN_PARAMETER(ProblemKind.INVALID, 400),
  /** A query parameter is there twice. */
  REPEATED_PARAMETER(ProblemKind.INVALID, 400),
  /** The If-Match field cannot be read. */
  IF_MATCH_INVALID(ProblemKind.INVALID, 400),
  /** The Idempotency-Key field cannot be read, or is there twice. */
  IDEMPOTENCY_KEY_INVALID(ProblemKind.INVALID, 400),
  /** There is nothing at this address. */
  ROUTE_NOT_FOUND(ProblemKind.NOT_FOUND, 404),
  /** The address does not know this method; argument: those it knows. */
  METHOD_NOT_ALLOWED(ProblemKind.INVALID, 405),
  /** The body is larger than this route takes; argument: the most bytes. */
  BODY_TOO_LARGE(ProblemKind.INVALID, 413),
  /** The address is longer than we read. */
  ADDRESS_TOO_LONG(ProblemKind.INVALID, 414),
  /** The body is of a media type that this route does not take; argument: those it takes. */
  UNSUPPORTED_MEDIA_TYPE(ProblemKind.INVALID, 415),
  /** The header fields are larger than we read. */
  HEADERS_TOO_LARGE(ProblemKind.INVALID, 431),
  /** The gateway before a service has not proved itself; the server's log says why. */
  GATEWAY_REFUSED(ProblemKind.UNAVAILABLE, 503),
  /** We failed; the log says why, under the request's id. */
  INTERNAL(ProblemKind.UNAVAILABLE, 500),
  /** More requests wait for the database than we keep waiting, or we are stopping. */
  BUSY(ProblemKind.UNAVAILABLE, 503);

  private static final class Texts {
    static final ProblemTexts OF_SERVER = ProblemTexts.beside(ServerProblem.class);
  }

  private final ProblemKind kind;
  private final int status;

  ServerProblem(ProblemKind kind, int status) {
    this.kind = kind;
    this.status = status;
  }

  @Override
  public ProblemKind kind() {
    return kind;
  }

  /** The status that it is answered with. */
  public int status() {
    return status;
  }

  @Override
  public String text(Locale locale, List<String> arguments) {
    return Texts.OF_SERVER.text(locale, name(), arguments);
  }
}
