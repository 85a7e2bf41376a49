package io.keybearer.server.http;

import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a request, each read by name and form; gathers what is wrong with all of
 * them. For one thread at a time.
 */
public final class Parameters {
  private final Map<String, String> texts;
  private final List<FieldProblem> problems = new ArrayList<>();

  Parameters(Map<String, String> texts) {
    this.texts = Map.copyOf(texts);
  }

  /** A text of bounded length, or null when the parameter is absent. */
  public @Nullable String text(String name, int least, int most) {
    return read(name, text -> {
      int length = text.codePointCount(0, text.length());
      if (length < least || length > most) {
        throw new InvalidValueException(ProblemCode.WRONG_LENGTH, least, most);
      }
      if (text.codePoints().anyMatch(Character::isISOControl)) {
        throw new InvalidValueException(ProblemCode.CONTROL_CHARACTERS);
      }
      return text;
    });
  }

  /** A whole number within bounds, or null when the parameter is absent. */
  public @Nullable Integer number(String name, int least, int most) {
    return read(name, text -> {
      if (text.matches("\\d{1,9}")) {
        int number = Integer.parseInt(text);
        if (number >= least && number <= most) {
          return number;
        }
      }
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, least, most);
    });
  }

  /**
   * A value of any form, or null when the parameter is absent.
   *
   * @param form throws {@link InvalidValueException} for what it cannot read
   */
  public <T> @Nullable T read(String name, Function<String, T> form) {
    String text = texts.get(name);
    if (text == null) {
      return null;
    }
    try {
      return form.apply(text);
    } catch (InvalidValueException wrong) {
      problems.add(wrong.at(name));
      return null;
    }
  }

  /**
   * Ends the reading.
   *
   * @throws InvalidRequestException when anything was wrong
   */
  public void finish() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }
}
