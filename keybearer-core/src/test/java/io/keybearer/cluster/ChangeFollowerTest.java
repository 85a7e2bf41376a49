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

  private FeedReading feed(UUID epoch, long head, LongStream sequences) {
    List<Change> changes = sequences
        .mapToObj(sequence -> new Change(sequence, CompanyId.PLATFORM, "lookup"))
        .toList();
    return new FeedReading(epoch, head, changes, time.instant());
  }
}
