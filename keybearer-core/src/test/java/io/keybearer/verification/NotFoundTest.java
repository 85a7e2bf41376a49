package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.policy.AddressDetail;
import io.keybearer.policy.IpAddress;
import io.keybearer.secret.Pepper;
import io.keybearer.secret.Peppers;
import io.keybearer.secret.SecretText;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import io.keybearer.token.KeyFormat;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What cannot be told apart from outside, and what is left untouched. */
class NotFoundTest {
  private static final Verification NOTHING = new Verification.Denied(
      DenialReason.NOT_FOUND, null, LimitOutcome.unlimited(), Set.of(), null);

  private final TestEngine engine = TestEngine.start();
  private final IssuedKey key = engine.issue(
      "victim", d -> d.rateLimit(3, Duration.ofHours(1)).quota(3L).quotaPeriod(QuotaPeriod.DAY));
  private final CompanyId globex = engine.company("globex");
  private final Caller globexsVerifier =
      Caller.holding(engine.keys().issue(KeyDraft.service(globex, "verifier")).key());

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void answersTheSameForMalformedUnknownAndWrongSecret() {
    for (String text : List.of("", "nonsense", key.text().reveal() + "x", "\u0000", "🗝")) {
      assertThat(engine.verify(SecretText.of(text))).isEqualTo(NOTHING);
    }
    assertThat(engine.verify(unknown())).isEqualTo(NOTHING);
    assertThat(engine.verify(wrongSecret())).isEqualTo(NOTHING);
  }

  @Test
  void aTextThatIsNoKeyCountsAsSuchThoughItNamesAKeyInMemory() {
    IssuedKey known = engine.issue("in memory");
    assertThat(engine.code(known)).isEqualTo("VALID");
    String text = known.text().reveal();
    int secretAt = text.length() - KeyFormat.SECRET_LENGTH;
    for (int at = secretAt; at < text.length(); at++) {
      char[] wrong = text.toCharArray();
      wrong[at] = wrong[at] == 'x' ? 'y' : 'x';
      long before = counted(VerificationCounts.MALFORMED);
      assertThat(engine.verify(SecretText.of(new String(wrong)))).isEqualTo(NOTHING);
      assertThat(asGlobex(SecretText.of(new String(wrong)))).isEqualTo(NOTHING);
      assertThat(counted(VerificationCounts.MALFORMED)).isEqualTo(before + 2);
    }
    assertThat(counted(VerificationCounts.WRONG_SECRET)).isZero();
    assertThat(engine.rows(known.key())).hasSize(1);
  }

  private long counted(String outcome) {
    return engine.keybearer.verifier().counts().snapshot().getOrDefault(outcome, 0L);
  }

  @Test
  void answersTheSameForAnotherCompanysKeyInWhateverState() {
    assertThat(asGlobex(key.text())).isEqualTo(NOTHING);
    assertThat(asGlobex(wrongSecret())).isEqualTo(NOTHING);
    engine.keys().disable(key.key().id(), IfVersion.any());
    assertThat(asGlobex(key.text())).isEqualTo(NOTHING);
    engine.status(CompanyStatus.SUSPENDED);
    assertThat(asGlobex(key.text())).isEqualTo(NOTHING);
    engine.keys().revoke(key.key().id(), IfVersion.any(), null);
    assertThat(asGlobex(key.text())).isEqualTo(NOTHING);
    assertThat(asGlobex(unknown())).isEqualTo(NOTHING);
  }

  @Test
  void answersTheSameForThePlatformsKeyToACompany() {
    IssuedKey platforms = engine.keys().issue(KeyDraft.system("operator"));
    assertThat(asGlobex(platforms.text())).isEqualTo(NOTHING);
    assertThat(engine.code(platforms)).isEqualTo("VALID");
  }

  @Test
  void anotherCompanysKeyIsUnknownEvenWhenItsPepperIs() {
    try (TestEngine peppered =
        engine.beside(b -> b.peppers(Peppers.of(List.of(Pepper.of("p1", new byte[32])))))) {
      IssuedKey acmes = peppered.issue("peppered");
      assertThat(asGlobex(acmes.text())).isEqualTo(NOTHING);
    }
  }

  @Test
  void anotherCompanysVerificationLeavesNoTrace() {
    for (int i = 0; i < 5; i++) {
      assertThat(asGlobex(key.text()).valid()).isFalse();
      assertThat(asGlobex(wrongSecret()).valid()).isFalse();
    }
    engine.keybearer.verifier().flushUses();
    assertThat(engine.store.useWritings).hasValue(0);
    assertThat(engine.rows(key.key())).isEmpty();
    assertThat(engine.keys().get(key.key().id()).lastUse()).isNull();
    assertThat(engine.keybearer.verifier().limits(key.key()))
        .allMatch(limit -> limit.remaining() == 3);
  }

  @Test
  void platformAndOwnCompanyAreNotHidden() {
    IssuedKey platforms = engine.keys().issue(KeyDraft.system("operator"));
    Caller operator = Caller.holding(platforms.key());
    Caller acme = Caller.holding(engine.issue("verifier").key());
    VerificationRequest request = VerificationRequest.of(key.text()).build();
    assertThat(engine.keybearer.verifier().verify(operator, request).valid()).isTrue();
    assertThat(engine.keybearer.verifier().verify(acme, request).valid()).isTrue();
    assertThat(engine.keybearer.verifier().verify(Caller.application(globex), request))
        .isEqualTo(NOTHING);
  }

  @Test
  void sampledWrongSecretsAppearOnTheKeysPageAndCannotFillIt() {
    for (int i = 0; i < 50; i++) {
      assertThat(engine.verify(wrongSecret())).isEqualTo(NOTHING);
    }
    List<ApiKeyLog> rows = engine.rows(key.key());
    assertThat(rows).hasSize(10).allMatch(row -> row.outcome().equals("NOT_FOUND"));
    engine.time.pass(Duration.ofSeconds(6));
    assertThat(engine.verify(wrongSecret())).isEqualTo(NOTHING);
    assertThat(engine.verify(wrongSecret())).isEqualTo(NOTHING);
    assertThat(engine.rows(key.key())).hasSize(11);
  }

  @Test
  void malformedAndUnknownKeysAreCountedAndNotStored() {
    engine.verify(SecretText.of("nonsense"));
    engine.verify(unknown());
    engine.verify(unknown());
    engine.verify(wrongSecret());
    assertThat(engine.keybearer.verifier().counts().snapshot())
        .containsAllEntriesOf(Map.of("MALFORMED", 1L, "UNKNOWN", 2L, "WRONG_SECRET", 1L));
    engine.flushLog();
    assertThat(engine.keys().list(KeyFilter.any(), PageRequest.first(200)).items())
        .flatExtracting(engine::rows)
        .hasSize(1);
  }

  @Test
  void malformedTextAsksTheStoreNothing() {
    int before = engine.store.lookups.get();
    engine.store.down = true;
    assertThat(engine.verify(SecretText.of("kb_s_nonsense"))).isEqualTo(NOTHING);
    assertThat(engine.store.lookups).hasValue(before);
  }

  @Test
  void wrongSecretsCostTheHolderNothing() {
    for (int i = 0; i < 20; i++) {
      engine.verify(wrongSecret());
    }
    assertThat(engine.code(key)).isEqualTo("VALID");
    engine.keybearer.verifier().flushUses();
    assertThat(engine.keybearer.verifier().limits(key.key()))
        .allMatch(limit -> limit.remaining() == 2);
  }

  @Test
  void theRowOfAWrongSecretHoldsAsMuchOfTheAddressAsItsCompanyLets() {
    engine.changeCompany(draft -> draft.logAddresses(AddressDetail.TRUNCATED));
    IpAddress from = IpAddress.parse("198.51.100.9");
    assertThat(engine.keybearer.verify(
            VerificationRequest.of(wrongSecret()).ip(from).build()))
        .isEqualTo(NOTHING);
    assertThat(engine.rows(key.key()))
        .extracting(ApiKeyLog::ipAddress)
        .containsExactly("198.51.100.0");
  }

  private Verification asGlobex(SecretText text) {
    return engine
        .keybearer
        .verifier()
        .verify(globexsVerifier, VerificationRequest.of(text).build());
  }

  /** A well-formed key that was issued by an engine over another store. */
  private static SecretText unknown() {
    try (TestEngine elsewhere = TestEngine.start()) {
      return elsewhere.issue("elsewhere").text();
    }
  }

  private SecretText wrongSecret() {
    return Texts.withAnotherSecret(key.text());
  }
}
