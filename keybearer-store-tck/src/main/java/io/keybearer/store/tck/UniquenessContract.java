package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.Reach;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.PageRequest;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A live key's name is its company's only one, and a slug is everybody's only one. */
public abstract class UniquenessContract extends ContractPart {
  @Test
  void refusesTheNameOfALiveKeyAndSaysWhere() {
    ApiKey key = newKey(newCompany().id());
    String name = key.attributes().name();
    assertTaken(() -> insert(some.key(key.company(), name)));
    ApiKey other = newKey(key.company());
    assertTaken(() -> rename(other, name));
    assertThat(stored(other)).isEqualTo(other);
  }

  @Test
  void keepsNamesApartByCompanyAndByCase() {
    CompanyId company = newCompany().id();
    insert(some.key(company, "Straße"));
    for (String name : List.of("straße", "STRASSE", "Straße ", "Stra\u00dfe\u0301")) {
      insert(some.key(company, name));
    }
    ApiKey elsewhere = insert(some.key(newCompany().id(), "Straße"));
    assertThat(stored(elsewhere)).isEqualTo(elsewhere);
  }

  @Test
  void letsAKeyKeepItsOwnName() {
    ApiKey key = newKey(newCompany().id());
    ApiKey updated = rename(key, key.attributes().name());
    assertThat(stored(key)).isEqualTo(updated);
  }

  @Test
  void keepsTheNameOfADisabledAndOfAnExpiredKey() {
    CompanyId company = newCompany().id();
    ApiKey disabled = newKey(company);
    update(disabled.disabled(true, some.now()));
    ApiKey expired = newKey(company);
    update(expired.changed(
        expired.attributes().withExpiresAt(some.now().minusSeconds(1)), some.now()));
    for (ApiKey key : List.of(disabled, expired)) {
      assertTaken(() -> insert(some.key(company, key.attributes().name())));
    }
  }

  @Test
  void freesTheNameOfARevokedAndOfARenamedKey() {
    CompanyId company = newCompany().id();
    ApiKey revoked = newKey(company);
    ApiKey gone = revoke(revoked);
    ApiKey renamed = newKey(company);
    rename(renamed, "another name");
    for (ApiKey key : List.of(revoked, renamed)) {
      ApiKey next = insert(some.key(company, key.attributes().name()));
      assertThat(stored(next)).isEqualTo(next);
    }
    ApiKey changed = gone.disabled(true, some.now());
    assertThat(stored(update(changed))).isEqualTo(changed);
  }

  @Test
  void countsTheKeysOfAnOwnerThatCanBeUsedNowOrLater() {
    CompanyId company = newCompany().id();
    Instant now = some.now();
    insert(some.userKey(company, "ada"));
    insert(ofAda(company, now.plusSeconds(1)));
    insert(ofAda(company, now));
    revoke(insert(some.userKey(company, "ada")));
    ApiKey retiring = insert(some.userKey(company, "ada"));
    ApiKey next = some.successorOf(retiring);
    write(tx -> {
      tx.updateKey(
          retiring.rotatedTo(next.id(), now.plusSeconds(2), now), some.event(retiring, "rotated"));
      tx.insertKey(next, some.hash(), some.event(next, "key.issued"));
    });
    insert(some.userKey(company, "Ada"));
    insert(some.userKey(newCompany().id(), "ada"));
    insert(some.key(company));
    assertThat(usable(company, now.minusSeconds(1))).isEqualTo(5);
    assertThat(usable(company, now)).isEqualTo(4);
    assertThat(usable(company, now.plusSeconds(1))).isEqualTo(3);
    assertThat(usable(company, now.plusSeconds(2))).isEqualTo(2);
  }

  @Test
  void countsWhatTheTransactionItselfHasWritten() {
    CompanyId company = newCompany().id();
    ApiKey before = insert(some.userKey(company, "ada"));
    ApiKey own = some.userKey(company, "ada");
    write(tx -> {
      tx.insertKey(own, some.hash(), some.event(own, "key.issued"));
      tx.updateKey(before.revoked(some.revocation("gone")), some.event(before, "key.revoked"));
      assertThat(tx.countUsableKeys(company, "ada", some.now())).isEqualTo(1);
    });
  }

  private ApiKey ofAda(CompanyId company, Instant expires) {
    return some.key(
        company,
        KeyType.USER,
        AttributesDraft.named("key " + some.base62(10))
            .user("ada")
            .life(null, expires)
            .build());
  }

  private long usable(CompanyId company, Instant at) {
    return store.write(tx -> tx.countUsableKeys(company, "ada", at)).value();
  }

  @Test
  void givesTheNameOfARotatedKeyToItsSuccessorInOneTransaction() {
    ApiKey old = newKey(newCompany().id());
    ApiKey next = some.successorOf(old);
    ApiKey retiring = old.rotatedTo(next.id(), some.now().plusSeconds(60), some.now());
    write(tx -> {
      tx.updateKey(retiring, some.event(retiring, "key.rotated"));
      tx.insertKey(next, some.hash(), some.event(next, "key.issued"));
    });
    assertThat(stored(old)).isEqualTo(retiring);
    assertThat(stored(next)).isEqualTo(next);
    assertTaken(() -> insert(some.key(old.company(), old.attributes().name())));
  }

  @Test
  void worksOnAfterARefusalInsideATransaction() {
    ApiKey key = newKey(newCompany().id());
    ApiKey same = some.key(key.company(), key.attributes().name());
    assertTaken(() -> insert(same));
    ApiKey other = newKey(key.company());
    assertThat(stored(other)).isEqualTo(other);
    assertThat(store.findByLookup(same.prefix())).isEmpty();
  }

  @Test
  void acceptsOneOfManyInsertsOfTheSameNameAtOnce() throws InterruptedException {
    CompanyId company = newCompany().id();
    for (int round = 0; round < 5; round++) {
      String name = "wanted " + round;
      long head = head();
      List<Boolean> won =
          Race.of(16, i -> wins(ProblemCode.NAME_TAKEN, () -> insert(some.key(company, name))));
      assertThat(Collections.frequency(won, true)).isEqualTo(1);
      assertThat(head()).isEqualTo(head + 1);
    }
    assertThat(all(
            PageRequest.MOST,
            page -> store.listKeys(Reach.everywhere(), KeyFilter.any(), some.now(), page)))
        .hasSize(5);
  }

  @Test
  void refusesTheSlugOfAnotherCompanyAndSaysWhere() {
    Company company = newCompany();
    Company other = newCompany();
    assertSlugTaken(() -> insert(some.company(company.slug())));
    assertSlugTaken(() -> insert(some.company("platform")));
    assertSlugTaken(() -> update(some.changed(other, company.slug(), CompanyStatus.ACTIVE)));
    update(some.changed(company, "moved-on", CompanyStatus.ACTIVE));
    insert(some.company(company.slug()));
    assertSlugTaken(() -> insert(some.company("moved-on")));
  }

  @Test
  void freesASlugWithinTheTransactionThatLeavesIt() {
    Company company = newCompany();
    Company moved = some.changed(company, "moved-on", CompanyStatus.ACTIVE);
    Company heir = some.company(company.slug());
    write(tx -> {
      tx.updateCompany(moved, some.event(moved, "company.changed"));
      assertThat(tx.lockCompany(Reach.everywhere(), CompanyRef.parse(company.slug())))
          .isEmpty();
      tx.insertCompany(heir, some.event(heir, "company.created"));
    });
    assertThat(store.findCompany(Reach.everywhere(), CompanyRef.parse(company.slug())))
        .contains(heir);
  }

  @Test
  void acceptsOneOfManyInsertsOfTheSameSlugAtOnce() throws InterruptedException {
    List<Boolean> won =
        Race.of(16, i -> wins(ProblemCode.SLUG_TAKEN, () -> insert(some.company("wanted"))));
    assertThat(Collections.frequency(won, true)).isEqualTo(1);
  }

  private ApiKey rename(ApiKey key, String name) {
    return update(key.changed(AttributesDraft.named(name).build(), some.now()));
  }

  private static void assertTaken(Runnable write) {
    assertConflict(write, FieldProblem.of("name", ProblemCode.NAME_TAKEN));
  }

  private static void assertSlugTaken(Runnable write) {
    assertConflict(write, FieldProblem.of("slug", ProblemCode.SLUG_TAKEN));
  }

  private static void assertConflict(Runnable write, FieldProblem problem) {
    assertThatThrownBy(write::run).isInstanceOfSatisfying(ConflictException.class, taken -> {
      assertThat(taken.code()).isEqualTo(problem.code());
      assertThat(taken.fields()).containsExactly(problem);
    });
  }
}
