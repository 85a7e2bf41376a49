package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertAnotherVersion;
import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static io.keybearer.lifecycle.Refusals.assertNotFound;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.limit.RateLimit;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CompaniesTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final Companies companies = engine.keybearer.administration().companies();

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void saysEverythingThatIsWrongTogether() {
    CompanyDraft draft = CompanyDraft.blank()
        .slug("Acme")
        .name("")
        .status(null)
        .maxLife(Duration.ofSeconds(-1))
        .defaultRateLimit(0L)
        .defaultRateLimitWindow(1_000_000_001L);
    assertInvalid(
        () -> companies.create(draft),
        "slug WRONG_FORM",
        "name WRONG_LENGTH",
        "status REQUIRED",
        "rules.max_life DURATION_NOT_POSITIVE",
        "rules.default_rate_limit OUT_OF_RANGE",
        "rules.default_rate_limit_window OUT_OF_RANGE");
    for (Duration life : List.of(Duration.ofNanos(1), Duration.ofSeconds(1_000_000_001))) {
      assertInvalid(
          () -> companies.create(CompanyDraft.of("x", "X").maxLife(life)),
          "rules.max_life OUT_OF_RANGE");
    }
    for (Duration time : List.of(Duration.ofMinutes(59), Duration.ofDays(36_501))) {
      assertInvalid(
          () -> companies.create(CompanyDraft.of("x", "X").logRetention(time)),
          "rules.log_retention OUT_OF_RANGE");
    }
    assertInvalid(
        () -> companies.create(CompanyDraft.of("x", "X").logRetention(Duration.ZERO)),
        "rules.log_retention DURATION_NOT_POSITIVE");
  }

  @Test
  void slugsAreShortLowerCaseAndNoIds() {
    for (String bad :
        List.of("", "-a", "a-", "a_b", "ä", "a b", "a".repeat(64), CompanyId.PLATFORM.toString())) {
      assertInvalid(() -> companies.create(CompanyDraft.of(bad, "X")), "slug WRONG_FORM");
    }
    companies.create(CompanyDraft.of("a".repeat(63), "X"));
    companies.create(CompanyDraft.of("0", "X"));
  }

  @Test
  void slugsAreEverybodysOnlyOnes() {
    assertConflict(ProblemCode.SLUG_TAKEN, () -> companies.create(CompanyDraft.of("acme", "X")));
    assertConflict(
        ProblemCode.SLUG_TAKEN, () -> companies.create(CompanyDraft.of("platform", "X")));
    engine.changeCompany(d -> d.slug("acme-labs"));
    companies.create(CompanyDraft.of("acme", "X"));
  }

  @Test
  void aChangeKeepsWhatItDoesNotNameAndIsAudited() {
    CompanyRef acme = CompanyRef.of(engine.acme);
    companies.change(
        acme,
        ANY,
        d -> d.maxScope(Scope.WRITE)
            .maxLife(Duration.ofDays(30))
            .defaultRateLimit(5L)
            .logRetention(Duration.ofDays(400)));
    Company after = companies.change(acme, IfVersion.of(2), d -> d.name("Acme Labs"));
    assertThat(after.rules())
        .isEqualTo(new CompanyRules(
            Duration.ofDays(30), Scope.WRITE, RateLimit.perSeconds(5, 3600), Duration.ofDays(400)));
    assertThat(after.version()).isEqualTo(3);
    KeyEvent event = engine
        .store
        .listEvents(Reach.everywhere(), PageRequest.first(1))
        .items()
        .get(0);
    assertThat(event.action()).isEqualTo("company.changed");
    assertThat(event.before()).isEqualTo(Map.of("name", "Acme"));
    assertThat(event.after()).isEqualTo(Map.of("name", "Acme Labs"));
    assertAnotherVersion(() -> companies.change(acme, IfVersion.of(2), d -> {}));
  }

  @Test
  void thePlatformsOwnIsNeverChanged() {
    CompanyRef platform = CompanyRef.of(CompanyId.PLATFORM);
    assertConflict(
        ProblemCode.PLATFORM_COMPANY,
        () -> companies.change(platform, ANY, d -> d.status(CompanyStatus.SUSPENDED)));
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    CompanyRef nowhere = CompanyRef.parse("nowhere");
    assertNotFound(() -> companies.get(nowhere));
    assertNotFound(() -> companies.change(nowhere, ANY, d -> {}));
    assertNotFound(() -> companies.putOwner(nowhere, "ann", false));
  }

  @Test
  void ownersAreKnownByAnIdThatCouldBeOne() {
    CompanyRef acme = CompanyRef.of(engine.acme);
    assertInvalid(() -> companies.putOwner(acme, "", true), "user WRONG_LENGTH");
    assertInvalid(() -> companies.putOwner(acme, "a".repeat(256), true), "user WRONG_LENGTH");
    assertInvalid(() -> companies.putOwner(acme, "a\u0000", true), "user CONTROL_CHARACTERS");
    assertThat(companies.putOwner(acme, "ann", true).updatedAt()).isEqualTo(engine.time.instant());
  }
}
