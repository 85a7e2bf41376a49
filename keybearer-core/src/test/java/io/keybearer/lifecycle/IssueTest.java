package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static io.keybearer.lifecycle.Refusals.assertPlatformOnly;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.Race;
import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyState;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.limit.RateLimit;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IssueTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void showsTheTextOnceAndKeepsOnlyItsHash() {
    IssuedKey issued =
        engine.keys().issue(KeyDraft.user(engine.acme, "ann", "laptop").env("test"));
    String text = issued.text().reveal();
    ApiKey key = issued.key();
    assertThat(text).matches("kb_u_test_" + key.prefix() + "_[0-9A-Za-z]{49}");
    assertThat(key.prefix()).matches("[0-9A-Za-z]{12}");
    assertThat(key.company()).isEqualTo(engine.acme);
    assertThat(key.state()).isEqualTo(KeyState.fresh(key.id()));
    assertThat(key.provenance()).isEqualTo(Provenance.issued(engine.time.instant(), "application"));
    assertThat(engine.keys().get(key.id())).isEqualTo(key);
    assertThat(issued.toString()).doesNotContain(text);
    byte[] hash = engine.store.findByLookup(key.prefix()).orElseThrow().hash().bytesForStorage();
    assertThat(hash).hasSize(32);
  }

  @Test
  void neverMakesTheSameTextTwice() {
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      texts.add(engine.issue("key " + i).text().reveal().substring(18));
    }
    assertThat(texts).hasSize(1_000);
  }

  @Test
  void aNameIsUniqueAmongTheLiveKeysOfACompany() {
    IssuedKey key = engine.issue("billing");
    assertConflict(ProblemCode.NAME_TAKEN, () -> engine.issue("billing"));
    engine.keys().disable(key.key().id(), ANY);
    assertConflict(ProblemCode.NAME_TAKEN, () -> engine.issue("billing"));
    engine.keys().issue(KeyDraft.service(engine.company("globex"), "billing"));
    engine.keys().revoke(key.key().id(), ANY, null);
    engine.issue("billing");
  }

  @Test
  void anExpiredKeyKeepsItsName() {
    engine.issue("billing", d -> d.expiresAt(engine.time.instant().plusSeconds(1)));
    engine.time.pass(Duration.ofDays(1));
    assertConflict(ProblemCode.NAME_TAKEN, () -> engine.issue("billing"));
  }

  @Test
  void aSuccessorTakesTheNameAndTheRotatedKeyLosesIt() {
    IssuedKey key = engine.issue("billing");
    IssuedKey next = engine.keys().rotate(key.key().id(), ANY, Duration.ofDays(1));
    assertConflict(ProblemCode.NAME_TAKEN, () -> engine.issue("billing"));
    engine.keys().revoke(next.key().id(), ANY, null);
    engine.issue("billing");
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void ofManyAtOnceOneGetsTheName() throws InterruptedException {
    List<String> results = Race.of(16, i -> {
      try {
        return engine.code(engine.issue("wanted"));
      } catch (ConflictException taken) {
        return taken.code().name();
      }
    });
    assertThat(results).filteredOn("VALID"::equals).hasSize(1);
    assertThat(results).filteredOn("NAME_TAKEN"::equals).hasSize(15);
  }

  @Test
  void systemKeysAreThePlatformsAlone() {
    IssuedKey operator = engine.keys().issue(KeyDraft.system("operator").scope(Scope.ADMIN));
    assertThat(operator.key().company()).isEqualTo(CompanyId.PLATFORM);
    assertThat(operator.key().type()).isEqualTo(KeyType.SYSTEM);
    IssuedKey acmes = engine.issue("admin", d -> d.scope(Scope.ADMIN));
    Keys asAcme = engine.keysAs(acmes.key());
    assertPlatformOnly(() -> asAcme.issue(KeyDraft.system("mine")));
    assertPlatformOnly(
        () -> asAcme.issue(KeyDraft.system("mine").company(CompanyRef.of(engine.acme))));
    engine.keysAs(operator.key()).issue(KeyDraft.system("another"));
  }

  @Test
  void aCompanysHolderMayLeaveTheCompanyOutAndThePlatformMayNot() {
    IssuedKey acmes = engine.issue("admin");
    KeyDraft draft = KeyDraft.service(engine.acme, "own").company(null);
    assertThat(engine.keysAs(acmes.key()).issue(draft).key().company()).isEqualTo(engine.acme);
    IssuedKey operator = engine.keys().issue(KeyDraft.system("operator"));
    assertInvalid(() -> engine.keysAs(operator.key()).issue(draft), "company REQUIRED");
    assertInvalid(() -> engine.keys().issue(draft), "company REQUIRED");
  }

  @Test
  void aCompanyMayBeNamedByItsSlug() {
    KeyDraft draft = KeyDraft.service(engine.acme, "by slug").company(CompanyRef.parse("acme"));
    assertThat(engine.keys().issue(draft).key().company()).isEqualTo(engine.acme);
  }

  @Test
  void theCompanysRulesBindNewKeys() {
    engine.changeCompany(d -> d.maxLife(Duration.ofDays(30))
        .maxScope(Scope.WRITE)
        .defaultRateLimit(5L)
        .defaultRateLimitWindow(60L));
    var most = engine.time.instant().plus(Duration.ofDays(30));
    assertInvalid(
        () -> engine.issue("no", d -> d.scope(Scope.ADMIN)),
        "scope COMPANY_RULE",
        "expires_at COMPANY_RULE");
    assertInvalid(
        () -> engine.issue("no", d -> d.expiresAt(most.plusMillis(1))), "expires_at COMPANY_RULE");
    IssuedKey key = engine.issue("yes", d -> d.scope(Scope.WRITE).expiresAt(most));
    assertThat(key.key().attributes().rateLimit()).isEqualTo(RateLimit.perSeconds(5, 60));
    IssuedKey unlimited = engine.issue("unlimited", d -> d.expiresAt(most).rateLimit(null));
    assertThat(unlimited.key().attributes().rateLimit()).isNull();
  }

  @Test
  void writesOneEventThatHoldsNoSecret() {
    IssuedKey key = engine.issue("audited", d -> d.metadata(Map.of("team", "blue")));
    KeyEvent event = engine
        .store
        .listEvents(Reach.everywhere(), PageRequest.first(1))
        .items()
        .get(0);
    assertThat(event.action()).isEqualTo("key.issued");
    assertThat(event.actor()).isEqualTo("application");
    assertThat(event.apiKey()).isEqualTo(key.key().id());
    assertThat(event.before()).isEmpty();
    assertThat(event.after())
        .containsEntry("name", "audited")
        .containsEntry("metadata", "{team=blue}")
        .containsEntry("prefix", key.key().prefix());
    assertThat(event.toString()).doesNotContain(key.text().reveal().substring(18));
  }
}
