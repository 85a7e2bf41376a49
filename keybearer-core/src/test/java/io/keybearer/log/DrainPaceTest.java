package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class DrainPaceTest {
  private static final long MILLI = 1_000_000;
  private double idle;

  @Test
  void takesItsShareOfTheTimeWhileOthersWantTheProcessors() {
    assertThat(pause(0.25, 10 * MILLI, 0, Duration.ZERO)).isEqualTo(30 * MILLI);
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ZERO)).isEqualTo(90 * MILLI);
    assertThat(pause(1, 10 * MILLI, 1, Duration.ZERO)).isZero();
  }

  @Test
  void takesWhatNobodyElseWants() {
    idle = 0.5;
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ZERO)).isEqualTo(10 * MILLI);
    idle = 1.2;
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ZERO)).isZero();
    idle = 0.05;
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ZERO)).isEqualTo(90 * MILLI);
  }

  @Test
  void takesMoreTheFurtherItIsBehindUntilItTakesAll() {
    long before = Long.MAX_VALUE;
    for (int seconds = 10; seconds < 60; seconds += 10) {
      long pause = pause(0.1, 10 * MILLI, 0, Duration.ofSeconds(seconds));
      assertThat(pause).isPositive().isLessThan(before);
      before = pause;
    }
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ofMinutes(1))).isZero();
    assertThat(pause(0.1, 10 * MILLI, 0, Duration.ofDays(400))).isZero();
  }

  @Test
  void takesMoreTheFullerTheSpoolIsUntilItTakesAll() {
    assertThat(pause(0.1, 10 * MILLI, 250, Duration.ZERO))
        .isLessThan(90 * MILLI)
        .isPositive();
    assertThat(pause(0.1, 10 * MILLI, 500, Duration.ZERO)).isZero();
    assertThat(pause(0.1, 10 * MILLI, 2_000, Duration.ZERO)).isZero();
  }

  @Test
  void neverPausesLongOverASlowBatch() {
    assertThat(pause(0.1, Duration.ofSeconds(30).toNanos(), 0, Duration.ZERO))
        .isEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void whatTheSystemTellsIsPossible() {
    IdleProcessors.Readings system = IdleProcessors.ofSystem();
    assertThat(system.processors()).isPositive();
    assertThat(system.load()).isLessThanOrEqualTo(1);
    assertThat(system.own()).isPositive();
  }

  @Test
  void leavesOthersAnEighthAndCountsItsOwnTimeAsIdle() {
    Told told = new Told();
    IdleProcessors processors = new IdleProcessors(told, () -> told.nanoTime);
    assertThat(processors.getAsDouble()).isZero();
    told.nanoTime += 1_000 * MILLI;
    told.load = 0.5;
    told.own += 800 * MILLI;
    assertThat(processors.getAsDouble()).isCloseTo(2.3, within(1e-9));
    told.nanoTime += 199 * MILLI;
    told.load = 1;
    assertThat(processors.getAsDouble()).isCloseTo(2.3, within(1e-9));
    told.nanoTime += MILLI;
    assertThat(processors.getAsDouble()).isZero();
    told.nanoTime += 1_000 * MILLI;
    told.load = -1;
    assertThat(processors.getAsDouble()).isZero();
  }

  private long pause(double share, long took, long waiting, Duration behind) {
    return new DrainPace(share, 1_000, () -> idle).pauseAfter(took, waiting, behind);
  }

  /** A system of four processors. */
  private static final class Told implements IdleProcessors.Readings {
    private long nanoTime = Long.MAX_VALUE - 500 * MILLI;
    private double load;
    private long own;

    @Override
    public int processors() {
      return 4;
    }

    @Override
    public double load() {
      return load;
    }

    @Override
    public long own() {
      return own;
    }
  }
}
