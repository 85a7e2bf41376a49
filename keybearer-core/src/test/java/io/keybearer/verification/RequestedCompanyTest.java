package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A request that says whose keys may make it. */
class RequestedCompanyTest {
  private final TestEngine engine = TestEngine.start();
  private final IssuedKey key = engine.issue("acme's", d -> d.rateLimit(3, Duration.ofHours(1)));
  private final CompanyId globex = engine.company("globex");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void acceptsKeysOfThatCompanyByIdAndBySlug() {
    assertThat(code(CompanyRef.of(engine.acme))).isEqualTo("VALID");
    assertThat(code(CompanyRef.parse("acme"))).isEqualTo("VALID");
    assertThat(code(null)).isEqualTo("VALID");
  }

  @Test
  void aKeyOfAnotherCompanyIsNotFoundAndLeavesNoTrace() {
    List<CompanyRef> others = List.of(
        CompanyRef.of(globex),
        CompanyRef.parse("globex"),
        CompanyRef.parse("Acme"),
        CompanyRef.parse("nobody"),
        CompanyRef.parse("\u0000"),
        CompanyRef.of(new CompanyId(new UUID(0, 0))));
    for (CompanyRef other : others) {
      assertThat(engine.verify(key, request -> request.company(other)))
          .isEqualTo(engine.verify(io.keybearer.secret.SecretText.of("nonsense")));
    }
    engine.keybearer.verifier().flushUses();
    assertThat(engine.store.useWritings).hasValue(0);
    assertThat(engine.rows(key.key())).isEmpty();
    assertThat(engine.keybearer.verifier().limits(key.key()).get(0).remaining()).isEqualTo(3);
    assertThat(engine.keybearer.verifier().counts().snapshot())
        .containsEntry("UNKNOWN", (long) others.size());
  }

  @Test
  void thePlatformsKeysAreOfNoCustomer() {
    IssuedKey platforms = engine.keys().issue(KeyDraft.system("operator"));

    assertThat(engine.code(platforms, request -> request.company(CompanyRef.parse("acme"))))
        .isEqualTo("NOT_FOUND");
  }

  @Test
  void aSlugThatChangesHandsIsSeenAtOnce() {
    assertThat(code(CompanyRef.parse("acme"))).isEqualTo("VALID");
    engine.changeCompany(draft -> draft.slug("acme-old"));

    assertThat(code(CompanyRef.parse("acme"))).isEqualTo("NOT_FOUND");
    assertThat(code(CompanyRef.parse("acme-old"))).isEqualTo("VALID");
  }

  @Test
  void withinTheCallersReachAlone() {
    Caller globexs =
        Caller.holding(engine.keys().issue(KeyDraft.service(globex, "verifier")).key());
    VerificationRequest request =
        VerificationRequest.of(key.text()).company(CompanyRef.parse("acme")).build();

    assertThat(engine.keybearer.verifier().verify(globexs, request).code()).isEqualTo("NOT_FOUND");
  }

  @Test
  void whoMustNotWaitHearsOfASlugThatHasToBeRead() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    assertThat(fromMemory()).isEmpty();
    assertThat(code(CompanyRef.parse("acme"))).isEqualTo("VALID");
    assertThat(fromMemory()).isPresent();
  }

  private Optional<Verification> fromMemory() {
    return engine
        .keybearer
        .verifier()
        .verifyFromMemory(
            Caller.application(),
            VerificationRequest.of(key.text()).company(CompanyRef.parse("acme")).build());
  }

  private String code(@org.jspecify.annotations.Nullable CompanyRef company) {
    return engine.code(key, request -> request.company(company).cost(0));
  }
}
