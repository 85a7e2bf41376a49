package io.keybearer.cli;

import io.keybearer.client.NamedLimit;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How values are written on the command line. */
final class OptionForms {
  private OptionForms() {}

  private static final String NUMBER = "([1-9][0-9]{0,17})";

  /** An instant with offset, or a day, which means its beginning in UTC. */
  static final class AnInstant implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return text.length() == 10
            ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
            : OffsetDateTime.parse(text).toInstant();
      } catch (DateTimeException malformed) {
        throw expected("2030-01-31 or 2030-01-31T08:00:00Z", text);
      }
    }
  }

  /** A duration of days, hours, minutes and seconds. */
  static final class ADuration implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      try {
        Duration duration = Duration.parse(text);
        if (duration.isNegative()) {
          throw expected("a duration that is not negative", text);
        }
        return duration;
      } catch (DateTimeException | ArithmeticException malformed) {
        throw expected("a duration such as P90D or PT12H", text);
      }
    }
  }

  /** A further limit: {@code burst=100/60}. */
  static final class ALimit implements ITypeConverter<NamedLimit> {
    private static final Pattern FORM = Pattern.compile("([^=]+)=" + NUMBER + "/" + NUMBER);

    @Override
    public NamedLimit convert(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw expected("a name, a limit and seconds, such as burst=100/60", text);
      }
      return new NamedLimit(
          parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)));
    }
  }

  /**
   * A quota.
   *
   * @param amount requests
   * @param period {@code day}, {@code week} or {@code month}
   */
  record Quota(long amount, String period) {}

  /** A quota: {@code 1000/day}. */
  static final class AQuota implements ITypeConverter<Quota> {
    private static final Pattern FORM = Pattern.compile(NUMBER + "/(day|week|month)");

    @Override
    public Quota convert(String text) {
      Matcher parts = FORM.matcher(text);
      if (!parts.matches()) {
        throw expected("an amount and day, week or month, such as 1000/day", text);
      }
      return new Quota(Long.parseLong(parts.group(1)), parts.group(2));
    }
  }

  private static TypeConversionException expected(String form, String text) {
    return new TypeConversionException("expected " + form + ", got '" + text + "'");
  }
}
