package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.keybearer.key.CompanyId;
import io.keybearer.store.ChangeChannel;
import io.keybearer.store.Node;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import io.keybearer.store.NodeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Nodes say how far they have come, and hear of commits. */
public abstract class NodeContract extends ContractPart {
  private static final Duration STALENESS = Duration.ofMillis(5_250);

  @Test
  void beginsWithoutNodes() {
    NodeReading reading = store.readNodes();
    assertThat(reading.nodes()).isEmpty();
    assertThat(reading.head()).isZero();
    assertThat(reading.epoch()).isEqualTo(epoch());
  }

  @Test
  void knowsANodeFromItsFirstBeatAndByItsLast() {
    CompanyId company = newCompany().id();
    NodeBeat first = beat("näme 🔑", 0);
    store.beat(first);
    Node begun = only();
    assertThat(begun.beat()).isEqualTo(first);
    assertThat(begun.startedAt()).isEqualTo(begun.beatAt());
    assertThat(Duration.between(begun.beatAt(), store.readNodes().storeTime()).abs())
        .isLessThan(Duration.ofMinutes(1));

    newKey(company);
    letPass(Duration.ofSeconds(30));
    NodeBeat second = new NodeBeat(first.id(), "", Duration.ofMillis(100), epoch(), 2);
    store.beat(second);
    Node later = only();
    assertThat(later.beat()).isEqualTo(second);
    assertThat(later.startedAt()).isEqualTo(begun.startedAt());
    assertThat(age(later)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void tellsSinceWhenANodeWaitsForWhatItHasNotApplied() {
    newCompany();
    NodeBeat behind = beat("behind", 0);
    NodeBeat abreast = beat("abreast", 1);
    NodeBeat elsewhere = new NodeBeat(new NodeId(some.id()), "elsewhere", STALENESS, some.id(), 0);
    List.of(behind, abreast, elsewhere).forEach(store::beat);
    letPass(Duration.ofSeconds(30));
    newCompany();

    NodeReading reading = store.readNodes();
    assertThat(reading.head()).isEqualTo(2);
    assertThat(node(reading, behind).waitingSince())
        .satisfies(since -> assertThat(Duration.between(since, reading.storeTime()))
            .isBetween(Duration.ofSeconds(30), Duration.ofSeconds(90)));
    assertThat(node(reading, abreast).waitingSince())
        .satisfies(since -> assertThat(Duration.between(since, reading.storeTime()))
            .isLessThan(Duration.ofSeconds(20)));
    assertThat(node(reading, elsewhere).waitingSince()).isNull();

    store.beat(new NodeBeat(abreast.id(), "abreast", STALENESS, epoch(), 2));
    assertThat(node(store.readNodes(), abreast).waitingSince()).isNull();
    store.trimFeed(reading.storeTime().plus(Duration.ofMinutes(1)));
    assertThat(node(store.readNodes(), behind).waitingSince()).isNull();
  }

  @Test
  void showsSilenceAsAnAge() {
    store.beat(beat("silent", 0));
    letPass(Duration.ofMinutes(10));
    store.beat(beat("beating", 0));
    assertThat(store.readNodes().nodes())
        .extracting(node -> node.beat().name(), node -> age(node).toMinutes() >= 10)
        .containsExactlyInAnyOrder(tuple("silent", true), tuple("beating", false));
  }

  @Test
  void forgetsANodeThatEnds() {
    NodeBeat ended = beat("ended", 0);
    NodeBeat other = beat("other", 0);
    store.beat(ended);
    store.beat(other);
    store.removeNode(ended.id());
    store.removeNode(ended.id());
    assertThat(only().beat()).isEqualTo(other);
  }

  @Test
  void dropsNodesThatWereSilentSinceBeforeAnInstant() {
    store.beat(beat("long gone", 0));
    letPass(Duration.ofHours(2));
    NodeBeat kept = beat("kept", 0);
    store.beat(kept);
    Instant anHourAgo = store.readNodes().storeTime().minus(Duration.ofHours(1));
    assertThat(store.dropNodes(anHourAgo)).isEqualTo(1);
    assertThat(store.dropNodes(anHourAgo)).isZero();
    assertThat(only().beat()).isEqualTo(kept);
  }

  @Test
  void keepsNodesOverAReopening() {
    NodeBeat beat = beat("kept", 0);
    store.beat(beat);
    Node before = only();
    reopen();
    assertThat(only()).isEqualTo(before);
  }

  @Test
  void tellsThemInTheOrderOfTheirIds() {
    for (UUID id : List.of(new UUID(-1, -1), new UUID(7, 7), new UUID(7, -7), new UUID(0, 9))) {
      store.beat(new NodeBeat(new NodeId(id), "", STALENESS, epoch(), 0));
    }
    assertThat(store.readNodes().nodes())
        .extracting(node -> node.beat().id().toString())
        .isSorted()
        .hasSize(4);
  }

  @Test
  void takesBeatsOfManyAtOnceAndNeverShowsAHalf() throws InterruptedException {
    AtomicInteger beating = new AtomicInteger(4);
    List<NodeId> ids = List.of(id(), id(), id(), id());
    Race.of(5, caller -> {
      if (caller == 4) {
        while (beating.get() > 0) {
          assertThat(store.readNodes().nodes())
              .allSatisfy(node ->
                  assertThat(node.beat().name()).isEqualTo("at " + node.beat().applied()));
        }
        return true;
      }
      for (int i = 0; i < 50; i++) {
        store.beat(new NodeBeat(ids.get(caller), "at " + i, STALENESS, epoch(), i));
      }
      return beating.decrementAndGet() >= 0;
    });
    assertThat(store.readNodes().nodes())
        .hasSize(4)
        .allSatisfy(node -> assertThat(node.beat().applied()).isEqualTo(49));
  }

  @Test
  void wakesItsListenersOnceItsOwnCommitsCanBeRead() throws InterruptedException {
    Semaphore woken = new Semaphore(0);
    ChangeChannel another = store.listen(woken::release);
    for (long number = 1; number <= 3; number++) {
      CountDownLatch seen = new CountDownLatch(1);
      long awaited = number;
      ChangeChannel looking = store.listen(() -> {
        if (head() >= awaited) {
          seen.countDown();
        }
      });
      newCompany();
      assertThat(seen.await(1, TimeUnit.MINUTES)).as("change " + number).isTrue();
      looking.close();
    }
    assertThat(woken.tryAcquire(3, 1, TimeUnit.MINUTES)).isTrue();
    another.close();
  }

  @Test
  void leavesAClosedListenerAlone() throws InterruptedException {
    AtomicInteger woken = new AtomicInteger();
    ChangeChannel channel = store.listen(woken::incrementAndGet);
    commitAndHear();
    channel.close();
    channel.close();
    commitAndHear();
    int before = woken.get();
    commitAndHear();
    assertThat(woken).hasValue(before);
  }

  /** Commits, and waits until another listener has heard of it. */
  private void commitAndHear() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    ChangeChannel channel = store.listen(heard::countDown);
    newCompany();
    assertThat(heard.await(1, TimeUnit.MINUTES)).isTrue();
    channel.close();
  }

  private NodeBeat beat(String name, long applied) {
    return new NodeBeat(id(), name, STALENESS, epoch(), applied);
  }

  private NodeId id() {
    return new NodeId(some.id());
  }

  private UUID epoch() {
    return store.readFeed(0, 1).epoch();
  }

  private Node only() {
    List<Node> nodes = store.readNodes().nodes();
    assertThat(nodes).hasSize(1);
    return nodes.get(0);
  }

  private Duration age(Node node) {
    return Duration.between(node.beatAt(), store.readNodes().storeTime());
  }

  private static Node node(NodeReading reading, NodeBeat beat) {
    return reading.nodes().stream()
        .filter(node -> node.beat().id().equals(beat.id()))
        .findFirst()
        .orElseThrow();
  }
}
