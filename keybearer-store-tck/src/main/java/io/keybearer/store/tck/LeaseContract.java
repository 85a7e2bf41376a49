package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A background job has one holder at a time. */
public abstract class LeaseContract extends ContractPart {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration HALF = Duration.ofSeconds(30);

  @Test
  void belongsToTheFirstUntilItEnds() {
    assertThat(lease("a")).isTrue();
    assertThat(lease("b")).isFalse();
    letPass(HALF);
    assertThat(lease("b")).isFalse();
    letPass(HALF);
    assertThat(lease("b")).isTrue();
    assertThat(lease("a")).isFalse();
  }

  @Test
  void isRenewedByItsHolder() {
    assertThat(lease("a")).isTrue();
    for (int i = 0; i < 4; i++) {
      letPass(HALF);
      assertThat(lease("a")).isTrue();
      assertThat(lease("b")).isFalse();
    }
    letPass(MINUTE);
    assertThat(lease("b")).isTrue();
  }

  @Test
  void isTakenAgainByItsFormerHolder() {
    assertThat(lease("a")).isTrue();
    letPass(MINUTE);
    assertThat(lease("a")).isTrue();
    assertThat(lease("b")).isFalse();
  }

  @Test
  void keepsJobsApart() {
    assertThat(store.lease("trim feed", "a", MINUTE)).isTrue();
    assertThat(store.lease("Trim feed", "b", MINUTE)).isTrue();
    assertThat(store.lease("trim feed", "b", MINUTE)).isFalse();
  }

  @Test
  void tellsHoldersApartExactly() {
    assertThat(lease("node")).isTrue();
    assertThat(lease("NODE")).isFalse();
    assertThat(lease("node ")).isFalse();
  }

  @Test
  void outlivesAReopening() {
    assertThat(lease("a")).isTrue();
    reopen();
    assertThat(lease("b")).isFalse();
    assertThat(lease("a")).isTrue();
  }

  @Test
  void goesToOneOfManyAtOnce() throws InterruptedException {
    for (int round = 0; round < 5; round++) {
      List<Boolean> won = Race.of(16, i -> lease("holder " + i));
      assertThat(Collections.frequency(won, true)).isEqualTo(1);
      letPass(MINUTE);
    }
  }

  private boolean lease(String holder) {
    return store.lease("job", holder, MINUTE);
  }
}
