package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.CompanyId;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The feed numbers commits in their order, so that whoever follows it has seen all that it says. */
public abstract class FeedContract extends ContractPart {
  private static final int WRITERS = 8;
  private static final int WRITES_EACH = 25;

  @Test
  void beginsEmpty() {
    FeedReading feed = store.readFeed(0, 10);
    assertThat(feed.head()).isZero();
    assertThat(feed.changes()).isEmpty();
  }

  @Test
  void givesAsManyRowsAsAskedForAfterANumber() {
    CompanyId company = newCompany().id();
    for (int i = 0; i < 9; i++) {
      newKey(company);
    }
    assertThat(numbers(store.readFeed(0, 100))).isEqualTo(oneTo(10));
    assertThat(numbers(store.readFeed(0, 4))).containsExactly(1L, 2L, 3L, 4L);
    assertThat(numbers(store.readFeed(4, 3))).containsExactly(5L, 6L, 7L);
    assertThat(numbers(store.readFeed(9, 3))).containsExactly(10L);
    for (long after : new long[] {10, 11, Long.MAX_VALUE}) {
      FeedReading end = store.readFeed(after, 3);
      assertThat(end.changes()).isEmpty();
      assertThat(end.head()).isEqualTo(10);
    }
  }

  @Test
  void keepsItsEpochItsRowsAndItsHeadOverAReopening() {
    newKey(newCompany().id());
    FeedReading before = store.readFeed(0, 10);
    reopen();
    FeedReading after = store.readFeed(0, 10);
    assertThat(after.epoch()).isEqualTo(before.epoch());
    assertThat(after.changes()).isEqualTo(before.changes()).hasSize(2);
    assertThat(after.head()).isEqualTo(2);
    newKey(newCompany().id());
    assertThat(numbers(store.readFeed(2, 10))).containsExactly(3L, 4L);
  }

  @Test
  void givesEachStoreAnEpochOfItsOwn() {
    try (var other = subject().open(clock)) {
      assertThat(other.readFeed(0, 1).epoch()).isNotEqualTo(store.readFeed(0, 1).epoch());
    }
  }

  @Test
  void tellsATimeNearThePresentThatDoesNotGoBack() {
    Instant first = store.readFeed(0, 1).storeTime();
    assertThat(Duration.between(first, clock.instant()).abs()).isLessThan(Duration.ofMinutes(1));
    newCompany();
    assertThat(store.readFeed(0, 1).storeTime()).isAfterOrEqualTo(first);
  }

  @Test
  void numbersConcurrentCommitsWithoutGapsInTheOrderInWhichTheyAreSeen()
      throws InterruptedException {
    CompanyId company = newCompany().id();
    AtomicInteger writing = new AtomicInteger(WRITERS);
    List<List<Change>> results = Race.of(
        WRITERS + 1, caller -> caller == WRITERS ? follow(writing) : writeMany(company, writing));

    List<Change> followed = results.get(WRITERS);
    assertThat(followed).extracting(Change::sequence).isEqualTo(oneTo(1 + WRITERS * WRITES_EACH));
    List<Change> written = new ArrayList<>();
    for (List<Change> own : results.subList(0, WRITERS)) {
      assertThat(own).extracting(Change::sequence).isSorted();
      written.addAll(own);
    }
    assertThat(followed).containsAll(written);
    assertThat(written).extracting(Change::lookup).doesNotHaveDuplicates();
  }

  @Test
  void showsAGapWhereRowsWereTrimmedAndKeepsItsHead() {
    CompanyId company = newCompany().id();
    newKey(company);
    letPass(Duration.ofHours(2));
    assertThat(store.trimFeed(anHourAgo())).isEqualTo(2);
    newKey(company);
    FeedReading gap = store.readFeed(0, 10);
    assertThat(numbers(gap)).containsExactly(3L);
    assertThat(gap.head()).isEqualTo(3);
    assertThat(store.trimFeed(anHourAgo())).isZero();

    letPass(Duration.ofHours(2));
    assertThat(store.trimFeed(anHourAgo())).isEqualTo(1);
    assertThat(store.readFeed(0, 10).changes()).isEmpty();
    reopen();
    assertThat(head()).isEqualTo(3);
    newKey(company);
    assertThat(numbers(store.readFeed(3, 10))).containsExactly(4L);
  }

  private Instant anHourAgo() {
    return store.readFeed(0, 1).storeTime().minus(Duration.ofHours(1));
  }

  private List<Change> writeMany(CompanyId company, AtomicInteger writing) {
    try {
      List<Change> own = new ArrayList<>();
      for (int i = 0; i < WRITES_EACH; i++) {
        var key = some.key(company);
        own.addAll(write(tx -> tx.insertKey(key, some.hash(), some.event(key, "key.issued")))
            .changes());
      }
      return own;
    } finally {
      writing.decrementAndGet();
    }
  }

  /** Reads on until the writers are done and everything is read; each look must be whole. */
  private List<Change> follow(AtomicInteger writing) {
    List<Change> followed = new ArrayList<>();
    boolean done = false;
    while (!done) {
      boolean allWritten = writing.get() == 0;
      FeedReading feed = store.readFeed(followed.size(), 7);
      for (Change change : feed.changes()) {
        assertThat(change.sequence()).isEqualTo(followed.size() + 1L);
        followed.add(change);
      }
      if (feed.changes().size() < 7) {
        assertThat(feed.head()).isEqualTo(followed.size());
        done = allWritten;
      }
    }
    return Collections.unmodifiableList(followed);
  }

  private static List<Long> numbers(FeedReading feed) {
    return feed.changes().stream().map(Change::sequence).toList();
  }

  private static List<Long> oneTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
