package io.keybearer.server.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
  @ParameterizedTest
  @CsvSource({
    "2030-01-31T08:00:00Z, 2030-01-31T08:00:00.000Z",
    "2030-01-31T08:00:00.1239+02:00, 2030-01-31T06:00:00.123Z",
    "2030-01-31T08:00-05:30, 2030-01-31T13:30:00.000Z",
    "9999-12-31T23:59:59.999Z, 9999-12-31T23:59:59.999Z"
  })
  void readsInstantsWithOffset(String text, String utc) {
    assertThat(JsonWriter.text(Forms.instant(text))).isEqualTo(utc);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2030-01-31",
        "2030-01-31T08:00:00",
        "2030-02-30T08:00:00Z",
        "2030-01-31 08:00:00Z",
        "1893456000",
        "+10000-01-01T00:00:00Z",
        "-0001-01-01T00:00:00Z",
        "1969-12-31T23:59:59Z",
        "2030-01-31T08:00:00.000000000000000000000Z"
      })
  void refusesOtherInstants(String text) {
    assertThatThrownBy(() -> Forms.instant(text)).isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "P30D, PT720H",
    "PT1H30M, PT1H30M",
    "P1DT0.5S, PT24H0.5S",
    "PT0S, PT0S",
    "P36500D, PT876000H"
  })
  void readsDurations(String text, String meant) {
    assertThat(Forms.duration(text)).isEqualTo(Duration.parse(meant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "P1DT",
        "30",
        "P1Y",
        "P1M",
        "P1W",
        "-P1D",
        "P-1D",
        "PT-1S",
        "p1d",
        "P1.5D",
        "P36501D",
        "PT999999999999H",
        "P1D ",
        "P٣D"
      })
  void refusesOtherDurations(String text) {
    assertThatThrownBy(() -> Forms.duration(text)).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void readsItsOwnDurations() {
    long seed = new Random().nextLong();
    System.out.println("FormsTest seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 10_000; i++) {
      Duration duration = Duration.ofMillis(random.nextLong(36_500L * 86_400_000));

      assertThat(Forms.duration(Forms.text(duration))).isEqualTo(duration);
    }
    assertThat(Forms.text(Duration.ofDays(90))).isEqualTo("P90D");
    assertThat(Forms.text(Duration.ofHours(36))).isEqualTo("P1DT12H");
    assertThat(Forms.text(Duration.ZERO)).isEqualTo("PT0S");
  }
}
