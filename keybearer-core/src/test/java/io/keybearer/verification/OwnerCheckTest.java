package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** An application that says whether its users are active. */
class OwnerCheckTest {
  private static final Duration AGE = Duration.ofSeconds(30);

  private final AtomicInteger asked = new AtomicInteger();
  private volatile OwnerCheck application = (company, user) -> true;
  private final TestEngine engine = start(Duration.ofSeconds(20));
  private final IssuedKey key = issue(engine);

  private TestEngine start(Duration timeout) {
    return TestEngine.start(builder -> builder.owners(this::isActive, AGE, timeout));
  }

  private boolean isActive(CompanyId company, String user) {
    asked.incrementAndGet();
    return application.isActive(company, user);
  }

  private static IssuedKey issue(TestEngine engine) {
    return engine.keys().issue(KeyDraft.user(engine.acme, "ada", "ada's").rateLimit(2L));
  }

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void isAskedOnceForAsLongAsItsAnswerHolds() {
    for (int i = 0; i < 3; i++) {
      engine.time.pass(Duration.ofSeconds(4));
      assertThat(engine.code(key, request -> request.cost(0))).isEqualTo("VALID");
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void anInactiveOwnersKeyIsDeniedLoggedAsThatAndChargedNothing() {
    application = (company, user) -> !(company.equals(engine.acme) && user.equals("ada"));

    Verification verdict = engine.verify(key.text());

    assertThat(verdict.code()).isEqualTo("OWNER_DISABLED");
    List<ApiKeyLog> rows = engine.rows(key.key());
    assertThat(rows).extracting(ApiKeyLog::outcome).containsExactly("OWNER_DISABLED");
    assertThat(engine.keybearer.verifier().limits(key.key()).get(0).remaining()).isEqualTo(2);
    assertThat(engine.keybearer.verifier().counts().snapshot())
        .containsEntry("OWNER_DISABLED", 1L)
        .containsEntry("VALID", 0L);
  }

  @Test
  void anAnswerIsForgottenWhenItsTimeIsOver() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    application = (company, user) -> false;
    engine.time.pass(AGE);

    assertThat(engine.code(key)).isEqualTo("OWNER_DISABLED");
  }

  @Test
  void inItsSecondHalfItIsAskedForAgainWhileTheOldOneHolds() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    application = (company, user) -> false;
    engine.time.pass(AGE.dividedBy(2));

    assertThat(engine.code(key)).isEqualTo("VALID");
    await().until(() -> asked.get() == 2);
    await().until(() -> engine.code(key, request -> request.cost(0)).equals("OWNER_DISABLED"));
  }

  @Test
  void whatItThrowsIsNoVerdict() {
    application = (company, user) -> {
      throw new IllegalStateException("the directory is away");
    };

    assertThatThrownBy(() -> engine.verify(key.text()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(engine.rows(key.key())).isEmpty();
    assertThat(engine.keybearer.verifier().limits(key.key()).get(0).remaining()).isEqualTo(2);

    application = (company, user) -> true;
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void aFailureLeavesTheOldAnswerItsTimeAndNoMore() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    application = (company, user) -> {
      throw new IllegalStateException("the directory is away");
    };
    engine.time.pass(AGE.minusSeconds(1));
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.time.pass(Duration.ofSeconds(1));

    assertThatThrownBy(() -> engine.verify(key.text()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void noAnswerInTimeIsNoVerdictAndALateOneIsKept() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    application = (company, user) -> passed(gate);
    try (TestEngine hasty = start(Duration.ofMillis(50))) {
      IssuedKey hers = issue(hasty);

      assertThatThrownBy(() -> hasty.verify(hers.text()))
          .isInstanceOf(StoreUnavailableException.class);
      gate.countDown();
      await().until(() -> fromMemory(hasty, hers).isPresent());
      assertThat(hasty.code(hers)).isEqualTo("VALID");
    }
  }

  @Test
  void ofManyWhoWaitOneAsks() {
    CountDownLatch gate = new CountDownLatch(1);
    application = (company, user) -> passed(gate);
    ExecutorService callers = Executors.newFixedThreadPool(8);
    List<CompletableFuture<String>> codes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      codes.add(CompletableFuture.supplyAsync(
          () -> engine.code(key, request -> request.cost(0)), callers));
    }
    await().until(() -> asked.get() == 1);
    gate.countDown();

    assertThat(codes)
        .allSatisfy(
            code -> assertThat(code.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo("VALID"));
    assertThat(asked).hasValue(1);
    callers.shutdown();
  }

  @Test
  void whoMustNotWaitHearsThatItWouldHaveTo() {
    assertThat(fromMemory(engine, key)).isEmpty();
    assertThat(asked).hasValue(0);
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(fromMemory(engine, key))
        .hasValueSatisfying(verdict -> assertThat(verdict.code()).isEqualTo("VALID"));
  }

  @Test
  void nobodyIsAskedAboutKeysWithoutOwnerRevokedKeysAndWrongOnes() {
    IssuedKey service = engine.issue("billing");
    assertThat(engine.code(service)).isEqualTo("VALID");
    engine.keys().revoke(key.key().id(), io.keybearer.lifecycle.IfVersion.any(), null);
    assertThat(engine.code(key)).isEqualTo("REVOKED");
    assertThat(asked).hasValue(0);
  }

  @Test
  void theStoresWordCountsBesideTheApplications() {
    engine.owner("ada", false);
    assertThat(engine.code(key)).isEqualTo("OWNER_DISABLED");
    engine.owner("ada", true);
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void explanationsAgree() {
    application = (company, user) -> false;
    ApiKey hers = key.key();
    Question question = Question.about(VerificationRequest.withoutKey().build());

    Explanation explanation =
        engine.keybearer.explainer().explain(Caller.application(), hers.id(), question);

    assertThat(explanation.rules())
        .filteredOn(rule -> rule.rule().equals("owner"))
        .extracting(ExplainedRule::result)
        .containsExactly(ExplainedRule.Result.DENIED);
  }

  @Test
  void rangesAreChecked() {
    for (Duration age : List.of(Duration.ofSeconds(-1), Duration.ofHours(2))) {
      assertThatThrownBy(() -> new OwnerStandings(application, age, AGE, () -> 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (Duration timeout : List.of(Duration.ZERO, Duration.ofMinutes(2))) {
      assertThatThrownBy(() -> new OwnerStandings(application, AGE, timeout, () -> 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Optional<Verification> fromMemory(TestEngine engine, IssuedKey key) {
    engine.keys().get(key.key().id());
    engine
        .keybearer
        .verifier()
        .readAhead(List.of(VerificationRequest.of(key.text()).build()));
    return engine
        .keybearer
        .verifier()
        .verifyFromMemory(
            Caller.application(), VerificationRequest.of(key.text()).cost(0).build());
  }

  private static boolean passed(CountDownLatch gate) {
    try {
      return gate.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
