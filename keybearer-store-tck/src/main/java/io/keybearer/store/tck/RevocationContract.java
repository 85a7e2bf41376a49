package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyState;
import io.keybearer.key.Provenance;
import io.keybearer.key.Reach;
import io.keybearer.key.Revocation;
import io.keybearer.problem.VersionMismatchException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A revocation is final, and no update is lost to another. */
public abstract class RevocationContract extends ContractPart {
  @Test
  void keepsARevocationThatAnUpdateLeavesOut() {
    ApiKey revoked = revoke(newKey(newCompany().id()));
    update(withRevocation(revoked, null, 3));
    assertRevokedAs(revoked);
    reopen();
    assertRevokedAs(revoked);
  }

  @Test
  void keepsTheFirstOfTwoRevocations() {
    ApiKey revoked = revoke(newKey(newCompany().id()));
    Revocation second = new Revocation(some.now().plusSeconds(5), "key:other", null);
    update(withRevocation(revoked, second, 3));
    assertRevokedAs(revoked);
  }

  @Test
  void keepsARevocationWithoutReasonAsItWas() {
    ApiKey key = newKey(newCompany().id());
    ApiKey revoked = update(key.revoked(some.revocation(null)));
    update(
        withRevocation(revoked, new Revocation(some.now().plusSeconds(5), "later", "a reason"), 3));
    assertRevokedAs(revoked);
  }

  @Test
  void takesOtherChangesOfARevokedKey() {
    ApiKey revoked = revoke(newKey(newCompany().id()));
    ApiKey renamed = revoked.changed(AttributesDraft.named("for the record").build(), some.now());
    assertThat(stored(update(withRevocation(renamed, null, 3)))).isEqualTo(renamed);
  }

  @Test
  void keepsTheNameFreeWhateverIsSaidOfARevokedKey() {
    ApiKey revoked = revoke(newKey(newCompany().id()));
    ApiKey heir = insert(some.key(revoked.company(), revoked.attributes().name()));
    update(withRevocation(revoked, null, 3));
    assertThat(stored(heir)).isEqualTo(heir);
    assertRevokedAs(revoked);
  }

  @Test
  void revokesOnceWhoeverElseWritesAtTheSameTime() throws InterruptedException {
    CompanyId company = newCompany().id();
    for (int round = 0; round < 10; round++) {
      ApiKey key = newKey(company);
      List<Boolean> won = Race.of(
          8,
          i ->
              updated(i == 0 ? key.revoked(some.revocation("r")) : key.disabled(true, some.now())));
      assertThat(Collections.frequency(won, true)).isEqualTo(1);
      assertThat(stored(key).state().revoked()).isEqualTo(won.get(0));
      assertThat(stored(key).provenance().version()).isEqualTo(2);
    }
  }

  @Test
  void holdsWhatItHasLockedUntilTheEnd() throws InterruptedException {
    ApiKey key = newKey(newCompany().id());
    Reach reach = Reach.of(key.company());
    Race.of(8, i -> {
      for (int turn = 0; turn < 5; turn++) {
        write(tx -> {
          ApiKey locked = tx.lockKey(reach, key.id()).orElseThrow();
          ApiKey next = locked.disabled(!locked.state().disabled(), some.now());
          tx.updateKey(next, some.event(next, "key.changed"));
        });
      }
      return i;
    });
    assertThat(stored(key).provenance().version()).isEqualTo(41);
    assertThat(stored(key).state().disabled()).isFalse();
  }

  private boolean updated(ApiKey key) {
    try {
      update(key);
      return true;
    } catch (VersionMismatchException lost) {
      return false;
    }
  }

  private void assertRevokedAs(ApiKey revoked) {
    Revocation first = revoked.state().revocation();
    assertThat(stored(revoked).state().revocation()).isNotNull().isEqualTo(first);
    assertThat(store.findByLookup(revoked.prefix()).orElseThrow().key().state().revocation())
        .isEqualTo(first);
  }

  private ApiKey withRevocation(ApiKey key, @Nullable Revocation revocation, long version) {
    KeyState state = key.state();
    Provenance provenance = key.provenance();
    return new ApiKey(
        key.id(),
        key.company(),
        key.prefix(),
        key.type(),
        key.env(),
        key.attributes(),
        new KeyState(
            false,
            revocation,
            state.rotatedFrom(),
            state.rotatedTo(),
            state.retiresAt(),
            state.lineage()),
        new Provenance(provenance.createdAt(), provenance.createdBy(), some.now(), version),
        null);
  }
}
