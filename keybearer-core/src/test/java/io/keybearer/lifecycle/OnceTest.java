package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertConflict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.store.RememberedAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Work done once for each idempotency key. */
class OnceTest {
  private static final RememberedAnswer.Name NAME =
      new RememberedAnswer.Name("caller", "POST /v1/keys", "order-1");

  private final TestEngine engine = TestEngine.start();
  private final AtomicInteger works = new AtomicInteger();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void replaysTheAnswerAndWorksOnce() {
    Administration.Once<IssuedKey> first = issueOnce(NAME, "digest");
    Administration.Once<IssuedKey> second = issueOnce(NAME, "digest");
    assertThat(first.replayed()).isFalse();
    assertThat(first.fresh()).isPresent();
    assertThat(second.replayed()).isTrue();
    assertThat(second.fresh()).isEmpty();
    assertThat(second.answer()).isEqualTo(first.answer());
    assertThat(works).hasValue(1);
    assertThat(keys()).isEqualTo(1);
    assertThat(engine.code(first.fresh().orElseThrow())).isEqualTo("VALID");
  }

  @Test
  void refusesAnotherRequestUnderTheSameName() {
    issueOnce(NAME, "digest");
    assertConflict(ProblemCode.IDEMPOTENCY_MISMATCH, () -> issueOnce(NAME, "another digest"));
    assertThat(works).hasValue(1);
  }

  @Test
  void keepsNamesApartByCallerRouteAndKey() {
    issueOnce(NAME, "digest");
    issueOnce(new RememberedAnswer.Name("other", NAME.route(), NAME.key()), "digest");
    issueOnce(new RememberedAnswer.Name(NAME.caller(), "POST /other", NAME.key()), "digest");
    issueOnce(new RememberedAnswer.Name(NAME.caller(), NAME.route(), "order-2"), "digest");
    assertThat(works).hasValue(4);
  }

  @Test
  void ofSixteenAtOnceOneWorksAndAllHearTheSame() throws InterruptedException {
    List<Administration.Once<IssuedKey>> results = Race.of(16, i -> issueOnce(NAME, "digest"));
    assertThat(results).filteredOn(once -> !once.replayed()).hasSize(1);
    assertThat(results)
        .extracting(Administration.Once::answer)
        .containsOnly(results.get(0).answer());
    assertThat(works).hasValue(1);
    assertThat(keys()).isEqualTo(1);
  }

  @Test
  void remembersNothingOfWorkThatFailed() {
    assertThatIllegalStateException()
        .isThrownBy(() -> engine.keybearer.administration().once(NAME, "digest", within -> {
          within.keys().issue(KeyDraft.service(engine.acme, "undone"));
          throw new IllegalStateException("a defect, played by the test");
        }));
    assertThat(keys()).isZero();
    assertThat(issueOnce(NAME, "another digest").replayed()).isFalse();
  }

  @Test
  void refusedWorkIsRefusedAgain() {
    engine.issue("key 1");
    assertConflict(ProblemCode.NAME_TAKEN, () -> issueOnce(NAME, "digest"));
    works.set(1);
    assertThat(issueOnce(NAME, "digest").replayed()).isFalse();
  }

  @Test
  void whatItChangesIsForgottenHereOnceItIsCommitted() {
    IssuedKey key = engine.issue("cached");
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.keybearer.administration().once(NAME, "digest", within -> {
      within.keys().revoke(key.key().id(), IfVersion.any(), null);
      assertThat(engine.code(key)).isEqualTo("VALID");
      return new Administration.Answered<>("done", "{}");
    });
    assertThat(engine.code(key)).isEqualTo("REVOKED");
  }

  @Test
  void isForgottenAfterItsDay() {
    issueOnce(NAME, "digest");
    engine.time.pass(Duration.ofHours(24));
    Instant aDayAgo = engine.time.instant().minus(Duration.ofHours(24));
    assertThat(engine.store.forgetAnswers(aDayAgo)).isZero();
    assertThat(issueOnce(NAME, "digest").replayed()).isTrue();
    assertThat(engine.store.forgetAnswers(aDayAgo.plusMillis(1))).isEqualTo(1);
    assertThat(issueOnce(NAME, "another digest").replayed()).isFalse();
  }

  private Administration.Once<IssuedKey> issueOnce(RememberedAnswer.Name name, String digest) {
    return engine.keybearer.administration().once(name, digest, within -> {
      int number = works.incrementAndGet();
      IssuedKey key = within.keys().issue(KeyDraft.service(engine.acme, "key " + number));
      return new Administration.Answered<>(key, "{\"id\":\"" + key.key().id() + "\"}");
    });
  }

  private int keys() {
    return engine.keys().list(KeyFilter.any(), PageRequest.first(200)).items().size();
  }
}
