package io.keybearer.limit;

import java.util.List;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/**
 * Two meters of one counter, taken from and given back to at once, in every interleaving that
 * Lincheck tries: each call answers as if it had run alone.
 */
public class MeterLincheckTest {
  private static final List<NamedLimit> THREE =
      List.of(NamedLimit.own(RateLimit.perSeconds(3, 3_600)));
  private static final List<NamedLimit> THREE_AND_TWO = List.of(
      NamedLimit.own(RateLimit.perSeconds(3, 3_600)),
      NamedLimit.further("burst", RateLimit.perSeconds(2, 3_600)));

  private final LocalRateLimiter limiter = new LocalRateLimiter(() -> 0);
  private final Meter one = limiter.meter("k", THREE);
  private final Meter both = limiter.meter("k", THREE_AND_TWO);

  /** Nothing is spent or in memory yet. */
  public MeterLincheckTest() {}

  /** Takes one token. */
  @Operation
  public boolean takeOne() {
    return one.take(1, 0).accepted();
  }

  /** Takes one token of two limits. */
  @Operation
  public boolean takeBoth() {
    return both.take(1, 0).accepted();
  }

  /** Takes two tokens and gives them back. */
  @Operation
  public void giveBackOne() {
    one.giveBack(1, 0);
  }

  /** Says what is left. */
  @Operation
  public long left() {
    return one.look(0, 0).statuses().get(0).remaining();
  }

  @Test
  void isLinearizableInModelledInterleavings() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsPerThread(3)
        .iterations(10)
        .invocationsPerIteration(200)
        .check(MeterLincheckTest.class);
  }

  @Test
  void isLinearizableUnderStress() {
    new StressOptions()
        .threads(3)
        .actorsPerThread(3)
        .iterations(10)
        .invocationsPerIteration(1_000)
        .check(MeterLincheckTest.class);
  }
}
