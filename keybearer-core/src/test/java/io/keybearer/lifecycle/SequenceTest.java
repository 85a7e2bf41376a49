package io.keybearer.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.TestEngine;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Scope;
import io.keybearer.problem.ConflictException;
import io.keybearer.store.RememberedAnswer;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Under which number of the change feed something was done. */
class SequenceTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void everyKindOfChangeCarriesItsNumber() {
    var key = engine.issue("k", draft -> draft.scope(Scope.WRITE)).key().id();
    CompanyRef acme = CompanyRef.of(engine.acme);
    List<Function<Administration, ?>> changes = List.of(
        a -> a.keys().disable(key, ANY),
        a -> a.keys().change(key, ANY, draft -> draft.scope(Scope.READ)),
        a -> a.keys().change(key, ANY, draft -> draft.allowedIps(List.of("192.0.2.7"))),
        a -> a.companies().change(acme, ANY, draft -> draft.status(CompanyStatus.SUSPENDED)),
        a -> a.companies().putOwner(acme, "ann", false),
        a -> a.keys().revoke(key, ANY, null));
    for (Function<Administration, ?> change : changes) {
      long before = head();
      assertThat(engine.keybearer.administration().inOneTransaction(change).sequence())
          .isEqualTo(before + 1)
          .isEqualTo(head());
    }
  }

  @Test
  void workOfSeveralChangesCarriesTheLastNumber() {
    long before = head();
    var key = engine.issue("k").key().id();
    var done = engine
        .keybearer
        .administration()
        .inOneTransaction(a -> a.keys().rotate(key, ANY, Duration.ZERO));
    assertThat(done.sequence()).isEqualTo(before + 3).isEqualTo(head());
  }

  @Test
  void aSecondRevocationCarriesTheLatestNumberThereIs() {
    var key = engine.issue("k").key().id();
    engine.keys().revoke(key, ANY, null);
    engine.issue("another");
    var again =
        engine.keybearer.administration().inOneTransaction(a -> a.keys().revoke(key, ANY, "again"));
    assertThat(again.sequence()).isEqualTo(head());
    assertThat(again.value().state().revocation()).isNotNull();
  }

  @Test
  void whatIsUndoneIsUndoneWhole() {
    engine.issue("taken");
    long before = head();
    assertThatThrownBy(() -> engine.keybearer.administration().inOneTransaction(a -> {
          a.companies().putOwner(CompanyRef.of(engine.acme), "ann", false);
          return a.keys().issue(KeyDraft.service(engine.acme, "taken"));
        }))
        .isInstanceOf(ConflictException.class);
    assertThat(head()).isEqualTo(before);
  }

  @Test
  void refusesATransactionInsideAnother() {
    assertThatIllegalStateException()
        .isThrownBy(() -> engine
            .keybearer
            .administration()
            .inOneTransaction(a -> a.inOneTransaction(b -> b.keys())));
  }

  @Test
  void workDoneOnceCarriesItsNumberAndItsRepetitionTheLatest() {
    var key = engine.issue("k").key().id();
    var name = new RememberedAnswer.Name("me", "revoke", "once");
    var first = once(name, a -> a.keys().revoke(key, ANY, null));
    assertThat(first.replayed()).isFalse();
    assertThat(first.sequence()).isEqualTo(head());
    engine.issue("another");
    var second = once(name, a -> a.keys().revoke(key, ANY, null));
    assertThat(second.replayed()).isTrue();
    assertThat(second.sequence()).isEqualTo(head()).isEqualTo(first.sequence() + 1);
  }

  private Administration.Once<?> once(
      RememberedAnswer.Name name, Function<Administration, ?> work) {
    return engine
        .keybearer
        .administration()
        .once(name, "digest", a -> new Administration.Answered<>(work.apply(a), "done"));
  }

  private long head() {
    return engine.store.readFeed(0, 1).head();
  }
}
