package io.keybearer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.Race;
import io.keybearer.TestTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoreClockTest {
  private static final long SEED = Long.getLong("keybearer.seed", System.nanoTime());
  private static final Instant START = TestTime.START;

  private final TestTime time = new TestTime();
  private final StoreClock clock = new StoreClock(time, time::nanos);

  @Test
  void goesByTheFirstGuessUntilTheStoreIsRead() {
    time.jump(Duration.ofDays(1));
    assertThat(clock.instant()).isEqualTo(START);
    time.pass(Duration.ofMillis(1500));
    assertThat(clock.instant()).isEqualTo(START.plusMillis(1500));
  }

  @Test
  void goesByTheStoreCarriedForwardFromWhenItWasAsked() {
    long asked = time.nanos();
    time.pass(Duration.ofMillis(250));
    clock.observe(START.plusSeconds(100), asked);
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(100).plusMillis(250));
    time.pass(Duration.ofSeconds(1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(101).plusMillis(250));
  }

  @Test
  void standsStillWhileTheStoreIsBehindWhatWasSaid() {
    time.pass(Duration.ofSeconds(10));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    for (Duration back : List.of(Duration.ofSeconds(5), Duration.ofHours(1))) {
      clock.observe(START.plusSeconds(10).minus(back), time.nanos());
      assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    }
    time.pass(Duration.ofHours(1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    time.pass(Duration.ofMillis(1));
    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10).plusMillis(1));
  }

  @Test
  void jumpsForwardWithTheStore() {
    clock.observe(START.plus(Duration.ofHours(1)), time.nanos());
    assertThat(clock.instant()).isEqualTo(START.plus(Duration.ofHours(1)));
  }

  @Test
  void neverMovesBackwardsWhateverTheStoreSays() {
    System.out.println("readings from -Dkeybearer.seed=" + SEED);
    Random random = new Random(SEED);
    Instant latest = clock.instant();
    for (int i = 0; i < 10_000; i++) {
      time.pass(Duration.ofNanos(random.nextInt(2_000_000)));
      clock.observe(
          START.plusMillis(random.nextInt(7_200_000) - 3_600_000L),
          time.nanos() - random.nextInt(5_000_000));
      Instant now = clock.instant();
      assertThat(now).isAfterOrEqualTo(latest);
      latest = now;
    }
  }

  @Test
  void neverMovesBackwardsForAnyOfManyReaders() throws InterruptedException {
    List<Boolean> forward = Race.of(4, reader -> {
      Random random = new Random(reader);
      long latest = clock.millis();
      for (int i = 0; i < 50_000; i++) {
        if (reader == 0) {
          time.pass(Duration.ofMillis(1));
          clock.observe(START.plusMillis(i + random.nextInt(20_000) - 10_000L), time.nanos());
        }
        long now = clock.millis();
        if (now < latest) {
          return false;
        }
        latest = now;
      }
      return true;
    });
    assertThat(forward).containsOnly(true);
  }

  @Test
  void survivesNanosecondsThatWrap() {
    long[] nanos = {Long.MAX_VALUE - 1_000_000};
    StoreClock wrapping = new StoreClock(time, () -> nanos[0]);
    nanos[0] += 5_000_000;
    assertThat(wrapping.instant()).isEqualTo(START.plusMillis(5));
  }

  @Test
  void isReadInUtcAlone() {
    assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    assertThatExceptionOfType(UnsupportedOperationException.class)
        .isThrownBy(() -> clock.withZone(ZoneId.of("Europe/Madrid")));
  }
}
