package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.token.KeyPrefix;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LookupFilterTest {
  private static final int KEYS = 100_000;

  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());

  @Test
  void holdsEveryKeyThatWasAddedAndFewOthers() {
    System.out.println("prefixes from -Dkeybearer.seed=" + seed);
    LookupFilter filter = new LookupFilter(KEYS / 2, seed);
    Random in = new Random(seed);
    for (int i = 0; i < KEYS; i++) {
      filter.add(prefix(in));
    }
    Random again = new Random(seed);
    for (int i = 0; i < KEYS; i++) {
      assertThat(filter.mayHold(prefix(again))).isTrue();
    }
    int passed = 0;
    for (int i = 0; i < KEYS; i++) {
      passed += filter.mayHold(prefix(again)) ? 1 : 0;
    }
    assertThat(passed).isLessThan(KEYS / 500);
  }

  @Test
  void saysWhenItHoldsMoreThanItIsMadeFor() {
    LookupFilter filter = new LookupFilter(KEYS, seed);
    Random in = new Random(seed);
    for (int i = 0; i < 2 * KEYS; i++) {
      filter.add(prefix(in));
    }
    assertThat(filter.isOverfull()).isFalse();
    for (int i = 0; i < KEYS; i++) {
      filter.add(prefix(in));
    }
    assertThat(filter.isOverfull()).isTrue();
  }

  @Test
  void countsAKeyAddedAgainAndAgainOnce() {
    LookupFilter filter = new LookupFilter(1, seed);
    KeyPrefix prefix = prefix(new Random(seed));
    for (int i = 0; i < 3 * KEYS; i++) {
      filter.add(prefix);
    }
    assertThat(filter.isOverfull()).isFalse();
  }

  private static KeyPrefix prefix(Random random) {
    String alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      text.append(alphabet.charAt(random.nextInt(62)));
    }
    return KeyPrefix.of(text.toString()).orElseThrow();
  }
}
