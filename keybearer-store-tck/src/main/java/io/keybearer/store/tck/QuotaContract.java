package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.limit.Quota;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.limit.RateLimit;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A quota is counted exactly, whoever takes from it at the same time. */
public abstract class QuotaContract extends ContractPart {
  private static final Quota TEN = new Quota(10, QuotaPeriod.DAY);
  private static final Instant TODAY = Instant.parse("2026-03-01T00:00:00Z");
  private static final Instant TOMORROW = Instant.parse("2026-03-02T00:00:00Z");

  private CompanyId company;
  private ApiKeyId counter;

  @BeforeEach
  void insertKeyThatCounts() {
    company = newCompany().id();
    counter = newKey(company).id();
  }

  @Test
  void tellsHowMuchIsUsedAfterwards() {
    assertThat(take(3)).hasValue(3);
    assertThat(take(4)).hasValue(7);
    assertThat(take(3)).hasValue(10);
    assertThat(take(1)).isEmpty();
  }

  @Test
  void takesNothingWhenThereIsNotEnoughLeft() {
    assertThat(take(11)).isEmpty();
    assertThat(take(9)).hasValue(9);
    assertThat(take(2)).isEmpty();
    assertThat(take(Long.MAX_VALUE)).isEmpty();
    assertThat(take(1)).hasValue(10);
  }

  @Test
  void looksAndTakesNothingAtCostZero() {
    assertThat(take(0)).hasValue(0);
    assertThat(take(10)).hasValue(10);
    assertThat(take(0)).hasValue(10);
    assertThat(take(0)).hasValue(10);
  }

  @Test
  void countsEachPeriodAndEachKeyByItself() {
    ApiKeyId other = newKey(company).id();
    assertThat(take(10)).hasValue(10);
    assertThat(store.takeQuota(counter, TEN, TOMORROW, 4)).hasValue(4);
    assertThat(store.takeQuota(other, TEN, TODAY, 5)).hasValue(5);
    assertThat(take(1)).isEmpty();
  }

  @Test
  void followsAnAmountThatIsRaisedOrLowered() {
    assertThat(take(10)).hasValue(10);
    assertThat(takeOf(new Quota(12, QuotaPeriod.DAY), 2)).hasValue(12);
    assertThat(takeOf(new Quota(5, QuotaPeriod.DAY), 1)).isEmpty();
    assertThat(takeOf(new Quota(RateLimit.MOST, QuotaPeriod.DAY), RateLimit.MOST - 12))
        .hasValue(RateLimit.MOST);
  }

  @Test
  void remembersWhatIsUsedOverAReopening() {
    assertThat(take(7)).hasValue(7);
    reopen();
    assertThat(take(0)).hasValue(7);
    assertThat(take(4)).isEmpty();
  }

  @Test
  void givesTenToAThousandCallersAtOnce() throws InterruptedException {
    List<OptionalLong> taken = Race.of(1000, i -> take(1));
    assertThat(taken.stream().filter(OptionalLong::isPresent).mapToLong(OptionalLong::getAsLong))
        .containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(take(0)).hasValue(10);
  }

  @Test
  void losesNothingOfWhatManyTakeAgainAndAgain() throws InterruptedException {
    Quota half = new Quota(500, QuotaPeriod.DAY);
    List<Integer> taken = Race.of(8, caller -> {
      int mine = 0;
      for (int turn = 0; turn < 125; turn++) {
        mine += takeOf(half, 1).isPresent() ? 1 : 0;
      }
      return mine;
    });
    assertThat(taken.stream().mapToInt(Integer::intValue).sum()).isEqualTo(500);
    assertThat(takeOf(half, 0)).hasValue(500);
  }

  @Test
  void isNoAdministrativeChange() {
    long head = head();
    assertThat(take(1)).hasValue(1);
    assertThat(head()).isEqualTo(head);
  }

  @Test
  void dropsCountersOfPeriodsThatBeganBefore() {
    ApiKeyId other = newKey(company).id();
    assertThat(take(10)).hasValue(10);
    assertThat(store.takeQuota(other, TEN, TODAY, 1)).hasValue(1);
    assertThat(store.takeQuota(counter, TEN, TOMORROW, 2)).hasValue(2);
    assertThat(store.dropQuotaCounters(TODAY)).isZero();
    assertThat(store.dropQuotaCounters(TOMORROW)).isEqualTo(2);
    assertThat(store.takeQuota(counter, TEN, TOMORROW, 0)).hasValue(2);
    assertThat(take(0)).hasValue(0);
  }

  private OptionalLong take(long cost) {
    return takeOf(TEN, cost);
  }

  private OptionalLong takeOf(Quota quota, long cost) {
    return store.takeQuota(counter, quota, TODAY, cost);
  }
}
