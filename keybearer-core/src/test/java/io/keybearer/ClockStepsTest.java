package io.keybearer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.problem.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The wall clock is set, forward and back, a little and a lot, under a running engine. */
class ClockStepsTest {
  private static final Duration MAX = Duration.ofSeconds(5);

  private final TestEngine engine = TestEngine.start(builder -> builder.maxStaleness(MAX));

  static Stream<Duration> steps() {
    return Stream.of("PT-5S", "PT-1H", "PT1H", "P-366D", "P366D").map(Duration::parse);
  }

  @AfterEach
  void close() {
    engine.close();
  }

  private void step(Duration step) {
    engine.time.jump(step);
    engine.follow();
  }

  @ParameterizedTest
  @MethodSource("steps")
  void noExpiredKeyComesBack(Duration step) {
    IssuedKey key = engine.issue("mortal", d -> d.expiresAt(now().plusSeconds(60)));
    IssuedKey old = engine.issue("rotated");
    engine.keys().rotate(old.key().id(), IfVersion.any(), Duration.ofSeconds(60));
    engine.time.pass(Duration.ofSeconds(60));
    for (int i = 0; i < 3; i++) {
      assertThat(engine.code(key)).isEqualTo("EXPIRED");
      assertThat(engine.code(old)).isEqualTo("ROTATED");
      step(step);
    }
    step(step.negated());
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
    assertThat(engine.code(old)).isEqualTo("ROTATED");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aKeyThatBeganStaysBegunAndOneWithoutEndStaysValid(Duration step) {
    IssuedKey begun = engine.issue("begun", d -> d.notBefore(now().plusSeconds(1)));
    IssuedKey eternal = engine.issue("eternal");
    engine.time.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 3; i++) {
      assertThat(engine.code(begun)).isEqualTo("VALID");
      assertThat(engine.code(eternal)).isEqualTo("VALID");
      step(step);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aKeyEndsOnceTheStoresClockHasReachedItsEnd(Duration step) {
    IssuedKey key = engine.issue("mortal", d -> d.expiresAt(now().plusSeconds(60)));
    step(step);
    Duration left = Duration.between(engine.time.instant(), TestTime.START.plusSeconds(60));
    if (!left.isNegative()) {
      engine.time.pass(left.minusMillis(1));
      engine.follow();
      assertThat(engine.code(key)).as("not a millisecond early").isEqualTo("VALID");
      engine.time.pass(Duration.ofMillis(1));
      engine.follow();
    }
    assertThat(engine.code(key)).isEqualTo("EXPIRED");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void noWindowOfALimitIsDoubledOrFrozen(Duration step) {
    IssuedKey key = engine.issue("limited", d -> d.rateLimit(10L).rateLimitWindow(60L));
    int accepted = 0;
    for (int i = 0; i < 30; i++) {
      accepted += engine.verify(key.text()).valid() ? 1 : 0;
      if (i % 5 == 0) {
        step(i % 10 == 0 ? step : step.negated());
      }
    }
    assertThat(accepted).isEqualTo(10);
    engine.time.pass(Duration.ofSeconds(6));
    step(step);
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(engine.code(key)).isEqualTo("RATE_LIMITED");
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aQuotaNeverGivesMoreInAPeriodThatItHasSeen(Duration step) {
    IssuedKey key = engine.issue("bounded", d -> d.quota(3L).quotaPeriod(QuotaPeriod.MONTH));
    int accepted = 0;
    for (int i = 0; i < 10; i++) {
      accepted += engine.verify(key.text()).valid() ? 1 : 0;
      step(i % 2 == 0 ? step : step.negated());
    }
    // A step of a year leads into another month after the first; back again, time stays there.
    boolean anotherMonth = step.compareTo(Duration.ofDays(1)) > 0;
    assertThat(accepted).isEqualTo(anotherMonth ? 1 + 3 : 3);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void memoryIsBelievedAsLongAsWithoutTheStep(Duration step) {
    IssuedKey key = engine.issue("cached");
    engine.follow();
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.store.down = true;
    engine.time.jump(step);
    engine.time.pass(MAX);
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.time.pass(Duration.ofNanos(1));
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> engine.code(key));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void timeNeverGoesBackAndIdsStayUniqueAndInOrder(Duration step) {
    Set<UUID> ids = new HashSet<>();
    Instant latest = now();
    String latestId = "";
    for (int i = 0; i < 20; i++) {
      IssuedKey key = engine.issue("key " + i);
      UUID id = key.key().id().value();
      assertThat(ids.add(id)).isTrue();
      assertThat(id.toString()).isGreaterThan(latestId);
      assertThat(key.key().provenance().createdAt()).isAfterOrEqualTo(latest);
      latestId = id.toString();
      latest = now();
      step(i % 2 == 0 ? step : step.negated());
      assertThat(now()).isAfterOrEqualTo(latest);
    }
  }

  private Instant now() {
    return engine.keybearer.clock().instant();
  }
}
