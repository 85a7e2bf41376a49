package io.keybearer.limit;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.Arrays;
import java.util.Optional;

/** A period of the calendar in UTC, so without daylight saving: every day has 24 hours. */
public enum QuotaPeriod {
  /** From midnight to midnight. */
  DAY("day", Period.ofDays(1)),
  /** From Monday to Monday, as in ISO 8601. */
  WEEK("week", Period.ofWeeks(1)),
  /** From the first of a month to the first of the next. */
  MONTH("month", Period.ofMonths(1));

  private final String wireName;
  private final Period length;

  QuotaPeriod(String wireName, Period length) {
    this.wireName = wireName;
    this.length = length;
  }

  /** The lower-case name used on the wire and in the database. */
  public String wireName() {
    return wireName;
  }

  /** The first instant of the period that an instant lies in. */
  public Instant startOf(Instant instant) {
    return midnight(firstDay(instant));
  }

  /** The first instant after the period that an instant lies in: the start of the next one. */
  public Instant endOf(Instant instant) {
    return midnight(firstDay(instant).plus(length));
  }

  /** Finds the period with this wire name, or nothing. */
  public static Optional<QuotaPeriod> fromWireName(String name) {
    return Arrays.stream(values())
        .filter(period -> period.wireName.equals(name))
        .findFirst();
  }

  private LocalDate firstDay(Instant instant) {
    LocalDate day = LocalDate.ofInstant(instant, ZoneOffset.UTC);
    return switch (this) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  private static Instant midnight(LocalDate day) {
    return day.atStartOfDay(ZoneOffset.UTC).toInstant();
  }
}
