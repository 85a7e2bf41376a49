package io.keybearer.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestTime;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Who is taken for live, and who for silent, whatever the wall clock of the store does. */
class RosterTest {
  private static final Duration STALENESS = Duration.ofSeconds(4);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final NodeId SELF = new NodeId(new UUID(1, 1));
  private static final NodeId OTHER = new NodeId(new UUID(2, 2));

  private final TestTime time = new TestTime();
  private final InMemoryStore store = InMemoryStore.create(time);
  private final UUID epoch = store.readFeed(0, 1).epoch();
  private final Roster roster = new Roster(SELF);

  @Test
  void aNodeLivesUntilItHasBeenSilentForItsStalenessAndTheTimeOfABeat() {
    beat(OTHER);
    assertThat(judge().live()).isEqualTo(1);
    time.pass(SILENCE);
    assertThat(judge().live()).isEqualTo(1);
    time.pass(MILLI);
    assertThat(judge().live()).isZero();
    assertThat(judge().fenced()).isEqualTo(1);
    beat(OTHER);
    assertThat(judge().live()).isEqualTo(1);
    assertThat(judge().fenced()).isZero();
  }

  @Test
  void whatWasSilentBeforeTheFirstLookIsJudgedByTheStoresClock() {
    beat(OTHER);
    time.pass(SILENCE.plus(MILLI));
    assertThat(judge().live()).isZero();
  }

  @Test
  void nobodyIsTakenForSilentBecauseTheStoresClockWasSetForward() {
    beat(OTHER);
    judge();
    time.pass(Duration.ofSeconds(1));
    beat(OTHER);
    judge();
    for (Duration forward : new Duration[] {Duration.ofHours(1), Duration.ofDays(366)}) {
      time.jump(forward);
      assertThat(judge().live()).isEqualTo(1);
    }
    time.pass(SILENCE.plus(MILLI));
    assertThat(judge().live()).isZero();
  }

  @Test
  void nobodyIsTakenForLiveBecauseTheStoresClockWasSetBack() {
    beat(OTHER);
    judge();
    time.jump(Duration.ofDays(-366));
    assertThat(judge().live()).isEqualTo(1);
    time.pass(SILENCE.plus(MILLI));
    assertThat(judge().live()).isZero();
    beat(OTHER);
    assertThat(judge().live()).isEqualTo(1);
  }

  @Test
  void whoLooksLivesAndHasAppliedWhatItKnows() {
    beat(SELF);
    time.pass(Duration.ofDays(1));
    NodeStanding self = judge(new FeedPosition(epoch, 7)).standings().get(0);
    assertThat(self.self()).isTrue();
    assertThat(self.live()).isTrue();
    assertThat(self.applied()).isEqualTo(7);
  }

  @Test
  void aNodeOfAnotherEpochHasAppliedNothing() {
    store.beat(new NodeBeat(OTHER, "", STALENESS, new UUID(9, 9), 1_000));
    Nodes nodes = judge();
    assertThat(nodes.standings().get(0).applied()).isZero();
    assertThat(nodes.propagation(1)).isEqualTo(new Propagation(1, 1, 0, 0));
    assertThat(nodes.propagation(1).complete()).isFalse();
  }

  private Nodes judge() {
    return judge(null);
  }

  private Nodes judge(@Nullable FeedPosition own) {
    return roster.judge(store.readNodes(), time.nanos(), own);
  }

  private void beat(NodeId id) {
    store.beat(new NodeBeat(id, "", STALENESS, epoch, 0));
  }
}
