package io.keybearer.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaPeriodTest {
  @Test
  void daysRunFromMidnightToMidnight() {
    assertPeriod(QuotaPeriod.DAY, "2026-03-01T00:00:00Z", "2026-03-01", "2026-03-02");
    assertPeriod(QuotaPeriod.DAY, "2026-03-01T23:59:59.999999999Z", "2026-03-01", "2026-03-02");
    assertPeriod(QuotaPeriod.DAY, "2026-12-31T23:59:59Z", "2026-12-31", "2027-01-01");
    assertPeriod(QuotaPeriod.DAY, "2028-02-28T12:00:00Z", "2028-02-28", "2028-02-29");
  }

  @Test
  void weeksRunFromMondayToMonday() {
    assertPeriod(QuotaPeriod.WEEK, "2026-03-02T00:00:00Z", "2026-03-02", "2026-03-09");
    assertPeriod(QuotaPeriod.WEEK, "2026-03-08T23:59:59.999999999Z", "2026-03-02", "2026-03-09");
    assertPeriod(QuotaPeriod.WEEK, "2027-01-01T00:00:00Z", "2026-12-28", "2027-01-04");
    assertPeriod(QuotaPeriod.WEEK, "1969-12-31T12:00:00Z", "1969-12-29", "1970-01-05");
  }

  @Test
  void monthsRunFromFirstToFirst() {
    assertPeriod(QuotaPeriod.MONTH, "2026-02-28T23:59:59Z", "2026-02-01", "2026-03-01");
    assertPeriod(QuotaPeriod.MONTH, "2028-02-29T00:00:00Z", "2028-02-01", "2028-03-01");
    assertPeriod(QuotaPeriod.MONTH, "2026-12-31T23:59:59.999999999Z", "2026-12-01", "2027-01-01");
    assertPeriod(QuotaPeriod.MONTH, "2027-01-01T00:00:00Z", "2027-01-01", "2027-02-01");
  }

  @Test
  void everyDayHasTwentyFourHoursWhereClocksChangeToo() {
    for (String day : List.of("2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01")) {
      Instant noon = Instant.parse(day + "T12:00:00Z");
      assertThat(Duration.between(QuotaPeriod.DAY.startOf(noon), QuotaPeriod.DAY.endOf(noon)))
          .isEqualTo(Duration.ofHours(24));
    }
  }

  @Test
  void periodsFollowEachOtherWithoutGap() {
    for (QuotaPeriod period : QuotaPeriod.values()) {
      Instant start = period.startOf(Instant.parse("2026-01-15T10:00:00Z"));
      for (int i = 0; i < 500; i++) {
        Instant end = period.endOf(start);
        assertThat(period.startOf(end)).isEqualTo(end);
        assertThat(period.startOf(end.minusNanos(1))).isEqualTo(start);
        start = end;
      }
    }
  }

  @Test
  void isFoundByItsWireName() {
    for (QuotaPeriod period : QuotaPeriod.values()) {
      assertThat(QuotaPeriod.fromWireName(period.wireName())).contains(period);
    }
    assertThat(QuotaPeriod.fromWireName("year")).isEmpty();
  }

  @Test
  void quotaAmountsHaveARange() {
    assertThat(new Quota(1_000_000_000, QuotaPeriod.DAY).amount()).isEqualTo(1_000_000_000);
    for (long amount : new long[] {0, -1, 1_000_000_001}) {
      assertThatThrownBy(() -> new Quota(amount, QuotaPeriod.DAY))
          .isInstanceOf(InvalidValueException.class);
    }
  }

  private static void assertPeriod(QuotaPeriod period, String at, String start, String end) {
    Instant instant = Instant.parse(at);
    assertThat(period.startOf(instant)).isEqualTo(start + "T00:00:00Z");
    assertThat(period.endOf(instant)).isEqualTo(end + "T00:00:00Z");
  }
}
