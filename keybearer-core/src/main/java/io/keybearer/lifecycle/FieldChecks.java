package io.keybearer.lifecycle;

import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gathers what is wrong with the fields of one request, so that all of it is said together. */
final class FieldChecks {
  private final List<FieldProblem> problems;

  FieldChecks(List<FieldProblem> foundBefore) {
    problems = new ArrayList<>(foundBefore);
  }

  FieldChecks() {
    this(List.of());
  }

  /** Adds a problem, unless its field already has one. */
  void problem(String path, ProblemCode code, Object... arguments) {
    add(FieldProblem.of(path, code, arguments));
  }

  void throwIfAny() {
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
  }

  /** Checks a text's length in characters and that it can be stored and shown. */
  @Nullable
  String text(String path, @Nullable String value, int least, int most) {
    if (value == null) {
      return null;
    }
    int length = value.codePointCount(0, value.length());
    if (length < least || length > most || (least > 0 && value.isBlank())) {
      problem(path, ProblemCode.WRONG_LENGTH, least, most);
      return null;
    }
    if (value.codePoints().anyMatch(FieldChecks::unfit)) {
      problem(path, ProblemCode.CONTROL_CHARACTERS);
      return null;
    }
    return value;
  }

  /** Checks that a value is there. */
  <T> @Nullable T required(String path, @Nullable T value) {
    if (value == null) {
      problem(path, ProblemCode.REQUIRED);
    }
    return value;
  }

  /** Checks a number's range. */
  @Nullable
  Long range(String path, @Nullable Long value, long least, long most) {
    if (value != null && (value < least || value > most)) {
      problem(path, ProblemCode.OUT_OF_RANGE, least, most);
      return null;
    }
    return value;
  }

  /** Checks a list's size, that no entry is there twice, and each entry by its parser. */
  <T> @Nullable List<T> each(
      String path, @Nullable List<String> values, int most, Function<String, T> parser) {
    if (values == null) {
      return null;
    }
    if (values.size() > most) {
      problem(path, ProblemCode.TOO_MANY, most);
      return null;
    }
    List<T> parsed = new ArrayList<>();
    Set<T> seen = new HashSet<>();
    boolean good = true;
    for (int i = 0; i < values.size(); i++) {
      String entry = path + "[" + i + "]";
      T value = parse(entry, values.get(i), parser);
      if (value == null) {
        good = false;
      } else if (seen.add(value)) {
        parsed.add(value);
      } else {
        problem(entry, ProblemCode.DUPLICATE);
        good = false;
      }
    }
    return good ? parsed : null;
  }

  /** The same for a list that must not be empty when it is there. */
  <T> @Nullable List<T> eachOfSome(
      String path, @Nullable List<String> values, int most, Function<String, T> parser) {
    if (values != null && values.isEmpty()) {
      problem(path, ProblemCode.EMPTY_LIST);
      return null;
    }
    return each(path, values, most, parser);
  }

  /** Makes a value out of checked parts; nothing when they were not all good. */
  <T> @Nullable T make(String path, Supplier<T> maker) {
    try {
      return maker.get();
    } catch (InvalidValueException wrong) {
      add(wrong.at(path));
      return null;
    }
  }

  private <T> @Nullable T parse(String path, String value, Function<String, T> parser) {
    return make(path, () -> parser.apply(value));
  }

  private void add(FieldProblem problem) {
    if (problems.stream().noneMatch(found -> found.path().equals(problem.path()))) {
      problems.add(problem);
    }
  }

  private static boolean unfit(int codePoint) {
    return Character.isISOControl(codePoint)
        || Character.getType(codePoint) == Character.SURROGATE
        || codePoint == 0x2028
        || codePoint == 0x2029;
  }
}
