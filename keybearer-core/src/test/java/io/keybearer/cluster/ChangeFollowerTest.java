package io.keybearer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestTime;
import io.keybearer.WatchedStore;
import io.keybearer.key.CompanyId;
import io.keybearer.store.Change;
import io.keybearer.store.FeedReading;
import io.keybearer.store.InMemoryStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ChangeFollowerTest {
  private static final UUID EPOCH = new UUID(1, 1);

  private final TestTime time = new TestTime();
  private final WatchedStore store = new WatchedStore(InMemoryStore.create(time));
  private final List<String> heard = new ArrayList<>();
  private final ChangeFollower follower = new ChangeFollower(
      store,
      new ChangeListener() {
        @Override
        public void changed(Change change) {
          heard.add("change " + change.sequence());
        }

        @Override
        public void changedBeyondKnowledge() {
          heard.add("everything");
        }
      },
      new StoreClock(time, time::nanos),
      time::nanos,
      Duration.ofSeconds(5));

  @Test
  void isNotFreshBeforeTheFirstReading() {
    assertThat(follower.isFresh()).isFalse();
    follower.poll();
    assertThat(follower.isFresh()).isTrue();
  }

  @Test
  void beginsAtTheHeadAndForgetsWhatWasReadBefore() {
    store.feed = reading -> feed(EPOCH, 7, LongStream.rangeClosed(1, 7));
    follower.poll();
    assertThat(heard).containsExactly("everything");
    store.feed = reading -> feed(EPOCH, 9, LongStream.rangeClosed(8, 9));
    follower.poll();
    assertThat(heard).containsExactly("everything", "change 8", "change 9");
  }

  @Test
  void forgetsEverythingAtAGapAndGoesOnBehindIt() {
    store.feed = reading -> feed(EPOCH, 1, LongStream.of(1));
    follower.poll();
    store.feed = reading -> feed(EPOCH, 5, LongStream.of(4, 5));
    follower.poll();
    assertThat(heard).containsExactly("everything", "everything", "change 4", "change 5");
  }

  @Test
  void forgetsEverythingWhenAllThatIsNewWasTrimmed() {
    store.feed = reading -> feed(EPOCH, 1, LongStream.of(1));
    follower.poll();
    store.feed = reading -> feed(EPOCH, 5, LongStream.empty());
    follower.poll();
    follower.poll();
    assertThat(heard).containsExactly("everything", "everything");
  }

  @Test
  void forgetsEverythingInAnotherEpochWhateverItsHead() {
    store.feed = reading -> feed(EPOCH, 5, LongStream.empty());
    follower.poll();
    for (long head : new long[] {3, 5, 9}) {
      UUID other = new UUID(2, head);
      store.feed = reading -> feed(other, head, LongStream.empty());
      heard.clear();
      follower.poll();
      assertThat(heard).containsExactly("everything");
    }
  }

  @Test
  void forgetsEverythingWhenTheFeedHasGoneBack() {
    store.feed = reading -> feed(EPOCH, 5, LongStream.empty());
    follower.poll();
    heard.clear();
    store.feed = reading -> feed(EPOCH, 4, LongStream.empty());
    follower.poll();
    assertThat(heard).containsExactly("everything");
    store.feed = reading -> feed(EPOCH, 5, LongStream.of(5));
    follower.poll();
    assertThat(heard).containsExactly("everything", "change 5");
  }

  @Test
  void appliesItsOwnChangesOnceAtTheirCommit() {
    store.feed = reading -> feed(EPOCH, 1, LongStream.of(1));
    follower.poll();
    heard.clear();
    follower.ownChanges().changed(change(2));
    assertThat(heard).containsExactly("change 2");
    store.feed = reading -> feed(EPOCH, 4, LongStream.rangeClosed(2, 4));
    follower.poll();
    assertThat(heard).containsExactly("change 2", "change 3", "change 4");
    assertThat(follower.position()).contains(new FeedPosition(EPOCH, 4));
  }

  @Test
  void appliesAgainWhatTheFeedTellsOtherwise() {
    store.feed = reading -> feed(EPOCH, 1, LongStream.of(1));
    follower.poll();
    follower.ownChanges().changed(new Change(2, CompanyId.PLATFORM, "another lookup"));
    heard.clear();
    store.feed = reading -> feed(EPOCH, 2, LongStream.of(2));
    follower.poll();
    assertThat(heard).containsExactly("change 2");
  }

  @Test
  void remembersOwnChangesOfNoOtherEpochAndOfNoEarlierTime() {
    store.feed = reading -> feed(EPOCH, 5, LongStream.empty());
    follower.poll();
    follower.ownChanges().changed(change(6));
    UUID other = new UUID(2, 2);
    store.feed = reading -> feed(other, 5, LongStream.empty());
    follower.poll();
    heard.clear();
    store.feed = reading -> feed(other, 6, LongStream.of(6));
    follower.poll();
    assertThat(heard).containsExactly("change 6");

    follower.ownChanges().changed(change(7));
    store.feed = reading -> feed(other, 4, LongStream.empty());
    follower.poll();
    heard.clear();
    store.feed = reading -> feed(other, 7, LongStream.rangeClosed(5, 7));
    follower.poll();
    assertThat(heard).containsExactly("change 5", "change 6", "change 7");
  }

  @Test
  void saysHowFarItIsAndHowOldItsReadingIs() {
    assertThat(follower.position()).isEmpty();
    assertThat(follower.age()).isEmpty();
    store.feed = reading -> feed(EPOCH, 7, LongStream.empty());
    follower.poll();
    time.pass(Duration.ofMillis(30));
    assertThat(follower.position()).contains(new FeedPosition(EPOCH, 7));
    assertThat(follower.age()).contains(Duration.ofMillis(30));
  }

  private static Change change(long sequence) {
    return new Change(sequence, CompanyId.PLATFORM, "lookup");
  }

  private FeedReading feed(UUID epoch, long head, LongStream sequences) {
    List<Change> changes = sequences.mapToObj(ChangeFollowerTest::change).toList();
    return new FeedReading(epoch, head, changes, time.instant());
  }
}
