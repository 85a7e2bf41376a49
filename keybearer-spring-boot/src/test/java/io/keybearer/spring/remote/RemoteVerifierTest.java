package io.keybearer.spring.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.keybearer.Keybearer;
import io.keybearer.client.KeybearerClient;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.Captured;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.redact.Redactor;
import io.keybearer.server.Server;
import io.keybearer.server.settings.Settings;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.PageRequest;
import io.keybearer.store.tck.MovableClock;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.verification.OwnerStandings;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Verdicts of a real server, over HTTP. */
class RemoteVerifierTest {
  private final Server server = Server.start(
      Settings.read(Map.of("KEYBEARER_PORT", "0")),
      InMemoryStore.create(Clock.systemUTC()),
      new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
  private final Keybearer engine = server.keybearer();
  private final Company acme =
      engine.administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
  private final AtomicLong nanos = new AtomicLong(42);
  private final MovableClock clock = MovableClock.at(Instant.now());
  private final String callersKey = callersKey();
  private @Nullable OwnerStandings owners;
  private RemoteVerifier verifier = verifier(Duration.ofSeconds(1), Duration.ZERO);
  private int keys;

  @AfterEach
  void end() {
    verifier.close();
    server.close();
  }

  @Test
  void tellsWhatTheServerSaysOfAKey() {
    IssuedKey key = issue(draft -> draft
        .scope(Scope.WRITE)
        .permissions(List.of("orders:*"))
        .metadata(Map.of("plan", "gold"))
        .tags(List.of("eu")));

    Verification.Accepted verdict =
        (Verification.Accepted) verifier.verify(get(key).build());

    assertThat(verdict.key().id()).isEqualTo(key.key().id());
    assertThat(verdict.key().company()).isEqualTo(acme.id());
    assertThat(verdict.key().prefix()).isEqualTo(key.key().prefix());
    assertThat(verdict.key().attributes().scope()).isEqualTo(Scope.WRITE);
    assertThat(verdict.key().attributes().permissions().allows("orders:read")).isTrue();
    assertThat(verdict.key().attributes().metadata()).containsEntry("plan", "gold");
    assertThat(verdict.key().attributes().tags()).containsExactly("eu");
  }

  @Test
  void deniesAsTheServerDoes() {
    IssuedKey reader = issue(draft -> draft);
    IssuedKey elsewhere = issue(draft -> draft.allowedIps(List.of("203.0.113.0/24")));

    assertThat(code(VerificationRequest.of("nonsense"))).isEqualTo("NOT_FOUND");
    assertThat(code(VerificationRequest.of(""))).isEqualTo("NOT_FOUND");
    assertThat(code(VerificationRequest.of("x".repeat(2_000)))).isEqualTo("NOT_FOUND");
    assertThat(code(get(reader).method("POST"))).isEqualTo("INSUFFICIENT_SCOPE");
    assertThat(code(get(reader).method("POST").withoutScope())).isEqualTo("VALID");
    assertThat(code(get(reader).permissions(List.of("orders:read"))))
        .isEqualTo("INSUFFICIENT_PERMISSION");
    assertThat(code(get(elsewhere).ip(IpAddress.parse("198.51.100.9")))).isEqualTo("IP_DENIED");
    assertThat(code(get(elsewhere).ip(IpAddress.parse("203.0.113.9")))).isEqualTo("VALID");
  }

  @Test
  void remembersAnAcceptanceForItsAgeAndNoLonger() {
    IssuedKey key = issue(draft -> draft);
    assertThat(code(get(key))).isEqualTo("VALID");
    engine.administration().keys().revoke(key.key().id(), IfVersion.any(), "lost");

    assertThat(code(get(key))).isEqualTo("VALID");
    assertThat(code(get(key).endpoint("/another"))).isEqualTo("REVOKED");
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(code(get(key))).isEqualTo("REVOKED");
    assertThat(code(get(key))).isEqualTo("REVOKED");
  }

  @Test
  void reportsPayloadsWhereTheServerWantsThemAlsoOfRememberedVerdicts() {
    IssuedKey key = issue(draft -> draft);
    Duration hour = Duration.ofHours(1);
    engine.administration().keys().capture(key.key().id(), IfVersion.any(), hour, true, false);

    for (int i = 0; i < 2; i++) {
      Verification verdict = verifier.verify(get(key).build());
      assertThat(verdict.captured()).isEqualTo(new Captured(true, false));
      LogId row = Objects.requireNonNull(verdict.logId());
      verifier.answered(row, 200, 1.5, "{\"password\":\"x\",\"a\":1}", "not asked for");
    }

    await()
        .untilAsserted(() -> assertThat(rows(key)).hasSize(2).allSatisfy(row -> {
          assertThat(row.requestData()).isEqualTo("{\"password\":\"[redacted]\",\"a\":1}");
          assertThat(row.responseData()).isNull();
          assertThat(row.statusCode()).isEqualTo(200);
        }));
  }

  @Test
  void manyLargePayloadsGoInSeveralCalls() {
    IssuedKey key = issue(draft -> draft);
    Duration hour = Duration.ofHours(1);
    engine.administration().keys().capture(key.key().id(), IfVersion.any(), hour, true, true);
    String large = "\u0001 large ".repeat(1_500);

    for (int i = 0; i < 100; i++) {
      LogId row = Objects.requireNonNull(verifier.verify(get(key).build()).logId());
      verifier.answered(row, 200, 1.5, large, large);
    }

    await()
        .untilAsserted(() -> assertThat(engine
                .log()
                .list(Caller.application(), LogFilter.ofKey(key.key().id()), PageRequest.first(200))
                .items())
            .hasSize(100)
            .allSatisfy(row -> assertThat(row.responseData()).isNotNull()));
    assertThat(verifier.lostReports()).isZero();
  }

  @Test
  void aRememberedKeyExpiresOnTime() {
    IssuedKey key = issue(draft -> draft.expiresAt(Instant.now().plus(Duration.ofHours(1))));
    assertThat(code(get(key))).isEqualTo("VALID");
    server.close();

    assertThat(code(get(key))).isEqualTo("VALID");
    clock.advance(Duration.ofMinutes(61));
    assertThatThrownBy(() -> verifier.verify(get(key).build()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aLimitIsCountedByTheServerEachTime() {
    IssuedKey limited = issue(draft -> draft.rateLimit(2L));
    IssuedKey metered = issue(draft -> draft.quota(1L).quotaPeriod(QuotaPeriod.MONTH));

    assertThat(verifier.verify(get(limited).build()).limits().get(0).remaining())
        .isEqualTo(1);
    assertThat(code(get(limited))).isEqualTo("VALID");
    assertThat(code(get(limited))).isEqualTo("RATE_LIMITED");
    assertThat(code(get(metered))).isEqualTo("VALID");
    assertThat(code(get(metered))).isEqualTo("QUOTA_EXCEEDED");
  }

  @Test
  void everyRequestHasItsRowOnTheServerHoweverItWasDecided() {
    IssuedKey key = issue(draft -> draft);
    for (int status : List.of(200, 404)) {
      Verification verdict =
          verifier.verify(get(key).ip(IpAddress.parse("192.0.2.7")).build());
      assertThat(verdict.logId()).isNotNull();
      verifier.answered(verdict.logId(), status, 12.5);
    }

    await()
        .untilAsserted(() -> assertThat(rows(key))
            .extracting(ApiKeyLog::statusCode)
            .containsExactlyInAnyOrder(200, 404));
    assertThat(rows(key)).allSatisfy(row -> {
      assertThat(row.endpoint()).isEqualTo("/orders");
      assertThat(row.method()).isEqualTo("GET");
      assertThat(row.ipAddress()).isEqualTo("192.0.2.7");
      assertThat(row.executionTime()).isEqualTo(12.5);
      assertThat(row.outcome()).isEqualTo("VALID");
    });
    assertThat(verifier.lostReports()).isZero();
  }

  @Test
  void withoutTheServerThereIsNoVerdict() {
    IssuedKey key = issue(draft -> draft);
    server.close();

    for (int call = 0; call < 3; call++) {
      assertThatThrownBy(() -> verifier.verify(get(key).build()))
          .isInstanceOf(StoreUnavailableException.class);
    }
  }

  @Test
  void withoutTheServerTheLastKnownAcceptanceHoldsWhereItWasToldTo() {
    verifier.close();
    verifier = verifier(Duration.ofSeconds(1), Duration.ofMinutes(1));
    IssuedKey key = issue(draft -> draft);
    assertThat(code(get(key))).isEqualTo("VALID");
    server.close();
    nanos.addAndGet(Duration.ofSeconds(59).toNanos());

    assertThat(code(get(key))).isEqualTo("VALID");
    assertThatThrownBy(() -> verifier.verify(get(key).endpoint("/another").build()))
        .isInstanceOf(StoreUnavailableException.class);
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThatThrownBy(() -> verifier.verify(get(key).build()))
        .isInstanceOf(StoreUnavailableException.class);
  }

  @Test
  void aCallerThatMayNotAskGetsNoVerdictAndNoDenial() {
    IssuedKey key = issue(draft -> draft);
    try (RemoteVerifier wrong = new RemoteVerifier(
        KeybearerClient.builder()
            .url(server.address())
            .key("kb_y_wrong")
            .tries(1)
            .build(),
        new KeyFormat(KeyBrand.DEFAULT),
        Redactor.of(new KeyFormat(KeyBrand.DEFAULT)),
        new RemoteTerms(Duration.ofSeconds(1), Duration.ZERO, 10),
        new TimeOrderedIds(clock, new SecureRandom()),
        clock,
        nanos::get,
        null)) {
      assertThatThrownBy(() -> wrong.verify(get(key).build()))
          .isInstanceOf(StoreUnavailableException.class)
          .hasMessageNotContaining(key.text().reveal());
    }
  }

  @Test
  void aKeyOfAnotherCompanyIsNotFoundThereEither() {
    engine.administration().companies().create(CompanyDraft.of("globex", "Globex"));
    IssuedKey key = issue(draft -> draft.rateLimit(2L));

    assertThat(code(get(key).company(CompanyRef.parse("globex")))).isEqualTo("NOT_FOUND");
    assertThat(code(get(key).company(CompanyRef.of(acme.id())))).isEqualTo("VALID");
    assertThat(code(get(key).company(CompanyRef.parse("acme")))).isEqualTo("VALID");
    assertThat(code(get(key).company(CompanyRef.parse("acme")))).isEqualTo("RATE_LIMITED");
  }

  @Test
  void anAcceptanceIsRememberedForItsCompanyAlone() {
    IssuedKey key = issue(draft -> draft);

    assertThat(code(get(key).company(CompanyRef.parse("acme")))).isEqualTo("VALID");
    assertThat(code(get(key).company(CompanyRef.parse("globex")))).isEqualTo("NOT_FOUND");
    assertThat(code(get(key).company(CompanyRef.parse("acme")))).isEqualTo("VALID");
  }

  @Test
  void theApplicationsWordOnOwnersHoldsForFreshAndRememberedVerdicts() {
    AtomicBoolean active = new AtomicBoolean(true);
    owners = new OwnerStandings(
        (company, user) -> active.get() && company.equals(acme.id()) && user.equals("ada"),
        Duration.ZERO,
        Duration.ofSeconds(20),
        nanos::get);
    verifier.close();
    verifier = verifier(Duration.ofSeconds(1), Duration.ZERO);
    IssuedKey key = engine.administration().keys().issue(KeyDraft.user(acme.id(), "ada", "ada's"));

    assertThat(code(get(key))).isEqualTo("VALID");
    active.set(false);
    assertThat(code(get(key))).isEqualTo("OWNER_DISABLED");
    assertThat(code(get(key).endpoint("/another"))).isEqualTo("OWNER_DISABLED");
  }

  private RemoteVerifier verifier(Duration maxAge, Duration lastKnownFor) {
    return new RemoteVerifier(
        KeybearerClient.builder()
            .url(server.address())
            .key(callersKey)
            .timeout(Duration.ofSeconds(5))
            .tries(1)
            .build(),
        new KeyFormat(KeyBrand.DEFAULT),
        Redactor.of(new KeyFormat(KeyBrand.DEFAULT)),
        new RemoteTerms(maxAge, lastKnownFor, 1_000),
        new TimeOrderedIds(clock, new SecureRandom()),
        clock,
        nanos::get,
        owners);
  }

  private String callersKey() {
    return engine
        .administration()
        .keys()
        .issue(KeyDraft.service(acme.id(), "the application")
            .permissions(List.of("keybearer:verify", "keybearer:logs")))
        .text()
        .reveal();
  }

  private IssuedKey issue(UnaryOperator<KeyDraft> wanted) {
    keys++;
    return engine
        .administration()
        .keys()
        .issue(wanted.apply(KeyDraft.service(acme.id(), "key " + keys)));
  }

  private static VerificationRequest.Builder get(IssuedKey key) {
    return VerificationRequest.of(key.text()).method("GET").endpoint("/orders");
  }

  private String code(VerificationRequest.Builder request) {
    return verifier.verify(request.build()).code();
  }

  private List<ApiKeyLog> rows(IssuedKey key) {
    return engine
        .log()
        .list(Caller.application(), LogFilter.ofKey(key.key().id()), PageRequest.first(10))
        .items();
  }
}
