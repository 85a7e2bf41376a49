package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.VersionMismatchException;
import io.keybearer.secret.KeyHash;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An update knows what it changes: the version before, and nothing that never changes. */
public abstract class UpdateContract extends ContractPart {
  @Test
  void refusesAnUpdateOfAnyOtherVersionThanTheNext() {
    ApiKey key = newKey(newCompany().id());
    ApiKey second = update(key.disabled(true, some.now()));
    for (ApiKey stale : List.of(
        key,
        key.disabled(false, some.now()),
        second.disabled(false, some.now()).disabled(true, some.now()))) {
      assertThatThrownBy(() -> update(stale)).isInstanceOf(VersionMismatchException.class);
    }
    assertThat(stored(key)).isEqualTo(second);

    Company company = newCompany();
    Company suspended = update(some.changed(company, CompanyStatus.SUSPENDED));
    for (Company stale : List.of(
        company,
        some.changed(company, CompanyStatus.ACTIVE),
        some.changed(some.changed(suspended, CompanyStatus.ACTIVE), CompanyStatus.ACTIVE))) {
      assertThatThrownBy(() -> update(stale)).isInstanceOf(VersionMismatchException.class);
    }
    assertThat(store.findCompany(Reach.everywhere(), CompanyRef.of(company.id())))
        .contains(suspended);
  }

  @Test
  void refusesAnUpdateOfWhatIsNotThereOrIsAnotherCompanys() {
    ApiKey key = newKey(newCompany().id());
    CompanyId other = newCompany().id();
    ApiKey moved = new ApiKey(
        key.id(),
        other,
        key.prefix(),
        key.type(),
        null,
        key.attributes(),
        key.state(),
        key.provenance().changed(some.now()),
        null);
    ApiKey absent = some.key(other).disabled(true, some.now());
    Company nowhere = some.changed(some.company(), CompanyStatus.SUSPENDED);
    assertThatThrownBy(() -> update(moved)).isInstanceOf(KeybearerException.class);
    assertThatThrownBy(() -> update(absent)).isInstanceOf(KeybearerException.class);
    assertThatThrownBy(() -> update(nowhere)).isInstanceOf(KeybearerException.class);
    assertThat(stored(key)).isEqualTo(key);
    Reach reach = Reach.of(other);
    write(tx -> assertThat(tx.lockKey(reach, key.id())).isEmpty());
    write(tx -> assertThat(tx.lockKey(reach, new ApiKeyId(some.id()))).isEmpty());
    write(tx -> assertThat(tx.lockKey(Reach.of(key.company()), key.id())).contains(key));
  }

  @Test
  void keepsWhatAnUpdateMayNotChange() {
    ApiKey key = some.key(newCompany().id());
    KeyHash hash = some.hash();
    write(tx -> tx.insertKey(key, hash, some.event(key, "key.issued")));
    Provenance forged = new Provenance(some.now().minusSeconds(9), "somebody", some.now(), 2);
    update(new ApiKey(
        key.id(),
        key.company(),
        some.base62(12),
        KeyType.SYSTEM,
        null,
        key.attributes(),
        key.state(),
        forged,
        null));
    ApiKey stored = stored(key);
    assertThat(stored.prefix()).isEqualTo(key.prefix());
    assertThat(stored.type()).isEqualTo(key.type());
    assertThat(stored.provenance()).isEqualTo(key.provenance().changed(forged.updatedAt()));
    assertThat(store.findByLookup(key.prefix()).orElseThrow().hash().matches(hash))
        .isTrue();
  }

  @Test
  void neverOverwritesAKeyWithAnInsert() {
    ApiKey key = newKey(newCompany().id());
    ApiKey sameId = some.key(
        key.id(),
        key.company(),
        KeyType.SERVICE,
        AttributesDraft.named("same id").build());
    ApiKey other = some.key(key.company());
    ApiKey samePrefix = new ApiKey(
        other.id(),
        other.company(),
        key.prefix(),
        other.type(),
        null,
        other.attributes(),
        other.state(),
        other.provenance(),
        null);
    long head = head();
    assertThatThrownBy(() -> insert(sameId)).isInstanceOf(RuntimeException.class);
    assertThatThrownBy(() -> insert(samePrefix)).isInstanceOf(RuntimeException.class);
    assertThat(store.findByLookup(key.prefix()).orElseThrow().key()).isEqualTo(key);
    assertThat(head()).isEqualTo(head);
  }
}
