package io.keybearer.server.json;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What texts stand for on the wire, in bodies and in addresses. Each method throws {@link
 * InvalidValueException} for a text that it cannot read.
 */
public final class Forms {
  private static final Pattern DURATION = Pattern.compile(
      "P(?=.)(\\d{1,9}D)?(T(?=.)(\\d{1,12}H)?(\\d{1,12}M)?(\\d{1,12}(\\.\\d{1,9})?S)?)?");
  private static final Duration LONGEST = Duration.ofDays(36_500);
  private static final int LONGEST_INSTANT = 40;
  private static final int LAST_YEAR = 9999;

  private Forms() {}

  /** An instant with an offset, cut to the millisecond, of the years 1970 to 9999. */
  public static Instant instant(String text) {
    try {
      if (text.length() <= LONGEST_INSTANT) {
        OffsetDateTime read = OffsetDateTime.parse(text);
        Instant instant = read.toInstant().truncatedTo(ChronoUnit.MILLIS);
        if (instant.getEpochSecond() >= 0 && read.getYear() <= LAST_YEAR) {
          return instant;
        }
      }
    } catch (DateTimeException wrong) {
      // Said below, like every other form of wrong.
    }
    throw new InvalidValueException(ProblemCode.WRONG_FORM, "2030-01-31T08:00:00Z");
  }

  /** A duration of days, hours, minutes and seconds, up to 36,500 days. */
  public static Duration duration(String text) {
    try {
      if (DURATION.matcher(text).matches()) {
        Duration duration = Duration.parse(text);
        if (duration.compareTo(LONGEST) <= 0) {
          return duration;
        }
      }
    } catch (DateTimeException | ArithmeticException wrong) {
      // Said below, like every other form of wrong.
    }
    throw new InvalidValueException(ProblemCode.WRONG_FORM, "P30D or PT1H30M, at most P36500D");
  }

  /** The text of a duration, with whole days as days: {@code P90D}, {@code P1DT12H}. */
  public static String text(Duration duration) {
    long days = duration.toDays();
    if (days == 0) {
      return duration.toString();
    }
    Duration rest = duration.minusDays(days);
    return "P" + days + "D" + (rest.isZero() ? "" : rest.toString().substring(1));
  }

  /**
   * One of a few values, by its name on the wire.
   *
   * @param name how a value is called
   */
  public static <T> Function<String, T> oneOf(T[] values, Function<T, String> name) {
    return text -> {
      Optional<T> found =
          Arrays.stream(values).filter(v -> name.apply(v).equals(text)).findFirst();
      return found.orElseThrow(() -> new InvalidValueException(
          ProblemCode.UNKNOWN_VALUE,
          String.join(", ", Arrays.stream(values).map(name).toList())));
    };
  }
}
