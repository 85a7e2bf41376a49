package io.keybearer.lifecycle;

import static io.keybearer.lifecycle.Refusals.assertNotFound;
import static io.keybearer.lifecycle.Refusals.assertPlatformOnly;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.keybearer.TestEngine;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A company's holder acts in that company alone; what is another's does not exist for it. */
class ReachTest {
  private static final IfVersion ANY = IfVersion.any();

  private final TestEngine engine = TestEngine.start();
  private final CompanyId globex = engine.company("globex");
  private final IssuedKey globexs = engine.keys().issue(KeyDraft.service(globex, "globex's"));
  private final IssuedKey operator = engine.keys().issue(KeyDraft.system("operator"));
  private final IssuedKey admin = engine.issue(
      "admin",
      d -> d.scope(Scope.ADMIN).permissions(List.of("*", "keybearer:keys", "keybearer:companies")));
  private final Administration asAcme =
      engine.keybearer.administration(Caller.holding(admin.key()));

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void everyOperationOnAnotherCompanysKeyIsNotFoundAndNothingHappens() {
    for (IssuedKey others : List.of(globexs, operator)) {
      for (ThrowingCallable operation : operations(others.key().id())) {
        assertNotFound(operation);
      }
      assertThat(engine.keys().get(others.key().id())).isEqualTo(others.key());
      assertThat(engine.code(others)).isEqualTo("VALID");
    }
  }

  @Test
  void anothersKeyAndNobodysAreToldApartByNothing() {
    List<ThrowingCallable> others = operations(globexs.key().id());
    List<ThrowingCallable> nobodys = operations(new ApiKeyId(new UUID(1, 2)));
    for (int i = 0; i < others.size(); i++) {
      assertThat(catchThrowable(others.get(i)))
          .hasSameClassAs(catchThrowable(nobodys.get(i)))
          .hasMessage(catchThrowable(nobodys.get(i)).getMessage())
          .hasMessageNotContaining(globexs.key().id().toString());
    }
  }

  @Test
  void issuesInItsOwnCompanyAlone() {
    for (CompanyRef other : List.of(
        CompanyRef.of(globex),
        CompanyRef.parse("globex"),
        CompanyRef.parse("nowhere"),
        CompanyRef.of(CompanyId.PLATFORM))) {
      assertNotFound(
          () -> asAcme.keys().issue(KeyDraft.service(globex, "smuggled").company(other)));
    }
  }

  @Test
  void listsItsOwnAloneWhateverItAsksFor() {
    PageRequest page = PageRequest.first(200);
    assertThat(asAcme.keys().list(KeyFilter.any(), page).items()).containsExactly(admin.key());
    assertThat(asAcme.keys().list(KeyFilter.ofCompany(globex), page).items()).isEmpty();
    assertThat(asAcme.companies().list(page).items())
        .extracting(Company::id)
        .containsExactly(engine.acme);
  }

  @Test
  void seesItsOwnCompanyAloneAndChangesNone() {
    assertThat(asAcme.companies().get(CompanyRef.parse("acme")).id()).isEqualTo(engine.acme);
    assertNotFound(() -> asAcme.companies().get(CompanyRef.of(globex)));
    assertNotFound(() -> asAcme.companies().get(CompanyRef.parse("globex")));
    assertNotFound(() -> asAcme.companies().get(CompanyRef.parse("platform")));
    assertNotFound(() -> asAcme.companies().putOwner(CompanyRef.of(globex), "ann", false));
    assertPlatformOnly(() -> asAcme.companies().create(CompanyDraft.of("mine", "Mine")));
    for (String any : List.of("acme", "globex", "nowhere")) {
      assertPlatformOnly(() -> asAcme.companies().change(CompanyRef.parse(any), ANY, d -> {}));
    }
  }

  @Test
  void marksItsOwnOwners() {
    assertThat(asAcme
            .companies()
            .putOwner(CompanyRef.of(engine.acme), "ann", false)
            .active())
        .isFalse();
    IssuedKey anns = engine.keys().issue(KeyDraft.user(engine.acme, "ann", "laptop"));
    IssuedKey otherAnns = engine.keys().issue(KeyDraft.user(globex, "ann", "laptop"));
    assertThat(engine.code(anns)).isEqualTo("OWNER_DISABLED");
    assertThat(engine.code(otherAnns)).isEqualTo("VALID");
  }

  @Test
  void thisApplicationOnBehalfOfACompanyIsBoundToItToo() {
    Administration onBehalf = engine.keybearer.administration(Caller.application(engine.acme));
    assertNotFound(() -> onBehalf.keys().get(globexs.key().id()));
    assertPlatformOnly(() -> onBehalf.keys().issue(KeyDraft.system("mine")));
    assertThat(onBehalf.keys().get(admin.key().id())).isEqualTo(admin.key());
  }

  @Test
  void thePlatformsHolderReachesEverything() {
    Keys asOperator = engine.keysAs(operator.key());
    assertThat(asOperator.get(globexs.key().id())).isEqualTo(globexs.key());
    asOperator.revoke(globexs.key().id(), ANY, null);
    assertThat(engine.code(globexs)).isEqualTo("REVOKED");
  }

  private List<ThrowingCallable> operations(ApiKeyId id) {
    Keys keys = asAcme.keys();
    List<ThrowingCallable> operations = new ArrayList<>();
    operations.add(() -> keys.get(id));
    operations.add(() -> keys.change(id, ANY, d -> d.name("mine now")));
    operations.add(() -> keys.revoke(id, ANY, "mine now"));
    operations.add(() -> keys.revoke(id, IfVersion.of(99), "mine now"));
    operations.add(() -> keys.disable(id, ANY));
    operations.add(() -> keys.enable(id, ANY));
    operations.add(() -> keys.extendExpiry(id, ANY, Duration.ofDays(1)));
    operations.add(() -> keys.rotate(id, ANY, Duration.ZERO));
    return operations;
  }
}
