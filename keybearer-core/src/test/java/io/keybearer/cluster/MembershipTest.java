package io.keybearer.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Node;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Engines that know of each other. Their turns come when a test says so. */
class MembershipTest {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MAX = Duration.ofSeconds(5);

  private final TestEngine one = TestEngine.start(builder -> builder.nodeName("one"));
  private final TestEngine two = one.beside(builder -> builder.nodeName("two"));

  @AfterEach
  void close() {
    one.close();
  }

  @Test
  void countsItselfBeforeItHasLookedAndAllThatLiveAfterwards() {
    assertThat(one.keybearer.membership().liveNodes()).isEqualTo(1);
    assertThat(one.keybearer.membership().seen()).isEmpty();
    meet();
    assertThat(one.keybearer.membership().liveNodes()).isEqualTo(2);
    assertThat(two.keybearer.membership().liveNodes()).isEqualTo(2);
    assertThat(names()).containsExactlyInAnyOrder("one", "two");
    assertThat(one.keybearer.membership().seen().orElseThrow().standings())
        .extracting(NodeStanding::self)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void isForgottenWhenItEnds() {
    meet();
    two.keybearer.membership().leave();
    one.time.pass(SECOND);
    meet(one);
    assertThat(one.keybearer.membership().liveNodes()).isEqualTo(1);
    assertThat(names()).containsExactly("one");
  }

  @Test
  void beatsOnceASecondWhenNothingHappensAndOnlyWhileItReadsTheFeed() {
    meet();
    var beatAt = node("one").beatAt();
    pass(one, SECOND.minusMillis(1));
    assertThat(node("one").beatAt()).isEqualTo(beatAt);
    pass(one, Duration.ofMillis(1));
    assertThat(node("one").beatAt()).isEqualTo(beatAt.plus(SECOND));
    one.time.pass(SECOND);
    one.keybearer.membership().beat();
    assertThat(node("one").beatAt()).as("nothing was read").isEqualTo(beatAt.plus(SECOND));
    one.follow();
    one.keybearer.membership().beat();
    assertThat(node("one").beatAt()).isEqualTo(beatAt.plus(SECOND.multipliedBy(2)));
  }

  @Test
  void beatsMoreOftenWhereLittleStalenessIsAllowed() {
    try (TestEngine brief =
        one.beside(builder -> builder.nodeName("brief").maxStaleness(Duration.ofMillis(100)))) {
      meet(brief);
      var beatAt = node("brief").beatAt();
      pass(brief, Duration.ofMillis(25));
      assertThat(node("brief").beatAt()).isEqualTo(beatAt.plusMillis(25));
    }
  }

  @Test
  void saysAtOnceHowFarItHasComeWhileThereAreOthers() {
    meet();
    one.time.pass(Duration.ofMillis(20));
    one.issue("something new");
    two.follow();
    two.keybearer.membership().beat();
    assertThat(node("two").beat().applied()).isEqualTo(head());
    assertThat(node("one").beat().applied()).isLessThan(head());
    one.follow();
    one.keybearer.membership().beat();
    assertThat(node("one").beat().applied()).isEqualTo(head());
  }

  @Test
  void tellsHowFarARevocationHasCome() {
    meet();
    long sequence = revoke();
    Propagation propagation = one.keybearer.membership().propagation(sequence);
    assertThat(propagation).isEqualTo(new Propagation(sequence, 2, 1, 0));
    assertThat(propagation.complete()).isFalse();

    pass(two, Duration.ofMillis(20));
    propagation = one.keybearer.membership().propagation(sequence);
    assertThat(propagation).isEqualTo(new Propagation(sequence, 2, 2, 0));
    assertThat(propagation.complete()).isTrue();
  }

  @Test
  void tellsOfEachNodeHowFarItIsBehindAndSinceWhen() {
    meet();
    one.issue("first");
    one.time.pass(Duration.ofMillis(300));
    one.issue("second");
    one.time.pass(Duration.ofMillis(400));
    one.follow();
    List<NodeStanding> standings = one.keybearer.membership().read().standings();
    assertThat(standings).filteredOn(NodeStanding::self).singleElement().satisfies(self -> {
      assertThat(self.behind()).isZero();
      assertThat(self.lag()).isZero();
    });
    assertThat(standings)
        .filteredOn(standing -> !standing.self())
        .singleElement()
        .satisfies(other -> {
          assertThat(other.behind()).isEqualTo(2);
          assertThat(other.lag()).isEqualTo(Duration.ofMillis(700));
        });
  }

  @Test
  void waitsUntilEveryLiveNodeHasAppliedIt() {
    meet();
    CompletableFuture<Propagation> everywhere =
        one.keybearer.membership().whenApplied(revoke(), Duration.ofSeconds(10));
    meet(one);
    assertThat(everywhere).isNotDone();
    pass(two, Duration.ofMillis(20));
    assertThat(everywhere).isNotDone();
    meet(one);
    assertThat(everywhere).isCompletedWithValueMatching(Propagation::complete);
  }

  @Test
  void waitsNoLongerForWhoIsFenced() {
    meet();
    CompletableFuture<Propagation> everywhere =
        one.keybearer.membership().whenApplied(revoke(), Duration.ofSeconds(10));
    pass(one, MAX.plus(SECOND));
    assertThat(everywhere).isNotDone();
    pass(one, Duration.ofMillis(1));
    Propagation propagation = everywhere.join();
    assertThat(propagation).isEqualTo(new Propagation(propagation.sequence(), 1, 1, 1));
    assertThat(propagation.complete()).isTrue();
  }

  @Test
  void saysHowFarItHasComeWhenTheTimeIsOver() {
    meet();
    long sequence = revoke();
    CompletableFuture<Propagation> everywhere =
        one.keybearer.membership().whenApplied(sequence, Duration.ofSeconds(2));
    pass(one, Duration.ofSeconds(2).minusMillis(1));
    assertThat(everywhere).isNotDone();
    pass(one, Duration.ofMillis(1));
    assertThat(everywhere).isCompletedWithValue(new Propagation(sequence, 2, 1, 0));
  }

  @Test
  void endsTheWaitingInTimeWhenTheStoreDoesNotAnswer() {
    meet();
    long sequence = revoke();
    CompletableFuture<Propagation> everywhere =
        one.keybearer.membership().whenApplied(sequence, Duration.ofSeconds(2));
    one.store.down = true;
    one.time.pass(Duration.ofSeconds(2));
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(one.keybearer.membership()::look);
    assertThat(everywhere).isCompletedWithValue(new Propagation(sequence, 2, 1, 0));
  }

  @Test
  void endsTheWaitingWhenTheEngineIsClosed() {
    meet();
    CompletableFuture<Propagation> everywhere =
        one.keybearer.membership().whenApplied(revoke(), Duration.ofSeconds(10));
    one.keybearer.membership().stopWaiting();
    assertThat(everywhere).isCompletedWithValueMatching(told -> !told.complete());
    assertThat(one.keybearer.membership().whenApplied(head(), Duration.ofSeconds(10)))
        .isCompletedWithValueMatching(told -> !told.complete());
  }

  @Test
  void ofManyThatWaitEachIsTold() {
    meet();
    long sequence = revoke();
    List<CompletableFuture<Propagation>> many = Stream.generate(
            () -> one.keybearer.membership().whenApplied(sequence, Duration.ofSeconds(10)))
        .limit(1_010)
        .toList();
    assertThat(many).filteredOn(CompletableFuture::isDone).as("past the bound").hasSize(10);
    pass(two, Duration.ofMillis(20));
    meet(one);
    assertThat(many).allMatch(CompletableFuture::isDone);
  }

  @Test
  void aNodeThatIsFencedReadsTheStoreAndFindsTheKeyRevoked() {
    meet();
    IssuedKey key = one.issue("revoked");
    two.follow();
    assertThat(two.code(key)).isEqualTo("VALID");
    // Node two is cut off: it reads nothing, and says nothing.
    pass(one, MAX.plus(SECOND).plusMillis(1));
    one.keys().revoke(key.key().id(), IfVersion.any(), null);
    assertThat(one.keybearer.membership().propagation(head()))
        .isEqualTo(new Propagation(head(), 1, 1, 1));
    assertThat(two.keybearer.verifier().isFresh()).isFalse();
    assertThat(two.code(key)).isEqualTo("REVOKED");
    two.store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> two.code(key));
  }

  private long revoke() {
    IssuedKey key = one.issue("revoked " + head());
    one.keys().revoke(key.key().id(), IfVersion.any(), null);
    return head();
  }

  private long head() {
    return one.store.readFeed(0, 1).head();
  }

  private Node node(String name) {
    return one.store.readNodes().nodes().stream()
        .filter(node -> node.beat().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private List<String> names() {
    return one.store.readNodes().nodes().stream()
        .map(node -> node.beat().name())
        .toList();
  }

  private void meet() {
    meet(one);
    meet(two);
    one.time.pass(SECOND);
    meet(one);
    meet(two);
  }

  private static void meet(TestEngine engine) {
    engine.follow();
    engine.keybearer.membership().beat();
    engine.keybearer.membership().look();
  }

  private static void pass(TestEngine engine, Duration time) {
    engine.time.pass(time);
    meet(engine);
  }
}
