package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertAnotherVersion;
import static io.keybearer.lifecycle.Refusals.assertConflict;
import static io.keybearer.lifecycle.Refusals.assertInvalid;
import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyType;
import io.keybearer.key.Reach;
import io.keybearer.key.Scope;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangeTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final Instant start = engine.time.instant();
  private final IssuedKey key = engine.issue("changed");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void isFeltByTheNextVerification() {
    assertThat(engine.code(key)).isEqualTo("VALID");
    change(d -> d.allowedIps(List.of("10.0.0.1")));
    assertThat(engine.code(key)).isEqualTo("IP_DENIED");
    assertThat(engine.code(key, r -> r.ip(IpAddress.parse("10.0.0.1")))).isEqualTo("VALID");
    change(d -> d.allowedIps(null));
    assertThat(engine.code(key)).isEqualTo("VALID");
  }

  @Test
  void neverChangesTypeCompanyOwnerOrEnvironment() {
    IssuedKey anns =
        engine.keys().issue(KeyDraft.user(engine.acme, "ann", "laptop").env("live"));
    var globex = engine.company("globex");
    ApiKey after = engine
        .keys()
        .change(
            anns.key().id(),
            ANY,
            d -> d.type(KeyType.SYSTEM)
                .company(CompanyRef.of(globex))
                .user("eve")
                .env("test")
                .name("desktop"));
    assertThat(after.type()).isEqualTo(KeyType.USER);
    assertThat(after.company()).isEqualTo(engine.acme);
    assertThat(after.attributes().user()).isEqualTo("ann");
    assertThat(after.env()).isEqualTo("live");
    assertThat(after.attributes().name()).isEqualTo("desktop");
  }

  @Test
  void isCheckedLikeADraftWithAllProblemsTogether() {
    assertInvalid(
        () -> change(d -> d.name("").scope(null).allowedIps(List.of("x"))),
        "name WRONG_LENGTH",
        "scope REQUIRED",
        "allowed_ips[0] ADDRESS_INVALID");
    assertThat(engine.keys().get(key.key().id())).isEqualTo(key.key());
  }

  @Test
  void asksTheClockAndTheCompanyOnlyAboutWhatItChanges() {
    IssuedKey old = engine.issue("old", d -> d.scope(Scope.ADMIN).expiresAt(start.plusSeconds(60)));
    IssuedKey immortal = engine.issue("immortal");
    engine.time.pass(Duration.ofHours(1));
    engine.changeCompany(d -> d.maxScope(Scope.READ).maxLife(Duration.ofDays(1)));
    engine.keys().change(old.key().id(), ANY, d -> d.name("still old"));
    engine.keys().change(immortal.key().id(), ANY, d -> d.name("still immortal"));
    assertInvalid(
        () -> engine.keys().change(immortal.key().id(), ANY, d -> d.scope(Scope.WRITE)),
        "scope COMPANY_RULE");
    assertInvalid(
        () -> engine.keys().change(old.key().id(), ANY, d -> d.expiresAt(null)),
        "expires_at COMPANY_RULE");
  }

  @Test
  void takesNoNameOfAnotherLiveKey() {
    engine.issue("taken");
    assertConflict(ProblemCode.NAME_TAKEN, () -> change(d -> d.name("taken")));
    assertThat(change(d -> d.name("changed"))).isEqualTo(key.key());
  }

  @Test
  void ofNothingIsNoChange() {
    assertThat(change(d -> {})).isEqualTo(key.key());
    assertThat(change(d -> d.name("changed").tags(List.of()))).isEqualTo(key.key());
    assertThat(events()).isEqualTo(2);
  }

  @Test
  void countsVersionsAndHeedsTheOneNamed() {
    ApiKey second = engine.keys().change(key.key().id(), IfVersion.of(1), d -> d.name("two"));
    assertThat(second.provenance().version()).isEqualTo(2);
    IfVersion first = IfVersion.of(1);
    Keys keys = engine.keys();
    assertAnotherVersion(() -> keys.change(key.key().id(), first, d -> d.name("three")));
    assertAnotherVersion(() -> keys.revoke(key.key().id(), first, null));
    assertAnotherVersion(() -> keys.disable(key.key().id(), first));
    assertAnotherVersion(() -> keys.enable(key.key().id(), first));
    assertAnotherVersion(() -> keys.rotate(key.key().id(), first, Duration.ZERO));
    assertAnotherVersion(() -> keys.extendExpiry(key.key().id(), first, Duration.ofDays(1)));
    assertThat(keys.get(key.key().id())).isEqualTo(second);
    keys.disable(key.key().id(), new IfVersion(Set.of(1L, 2L)));
    assertAnotherVersion(() -> keys.disable(key.key().id(), new IfVersion(Set.of())));
  }

  @Test
  void isAuditedWithWhatChangedBeforeAndAfter() {
    IssuedKey caller = engine.issue("caller", d -> d.permissions(List.of("orders:*")));
    engine
        .keysAs(caller.key())
        .change(key.key().id(), ANY, d -> d.name("new").permissions(List.of("orders:read")));
    KeyEvent event = engine
        .store
        .listEvents(Reach.everywhere(), PageRequest.first(1))
        .items()
        .get(0);
    assertThat(event.actor()).isEqualTo("key:" + caller.key().prefix());
    assertThat(event.action()).isEqualTo("key.changed");
    assertThat(event.before()).isEqualTo(Map.of("name", "changed"));
    assertThat(event.after()).isEqualTo(Map.of("name", "new", "permissions", "[orders:read]"));
  }

  @Test
  void canSwitchNothingOnOrOffNorEndAnything() {
    engine.keys().disable(key.key().id(), ANY);
    change(d -> d.name("renamed while off"));
    assertThat(engine.code(key)).isEqualTo("DISABLED");
  }

  private ApiKey change(Consumer<KeyDraft> change) {
    return engine.keys().change(key.key().id(), ANY, change);
  }

  private int events() {
    return engine
        .store
        .listEvents(Reach.everywhere(), PageRequest.first(200))
        .items()
        .size();
  }
}
