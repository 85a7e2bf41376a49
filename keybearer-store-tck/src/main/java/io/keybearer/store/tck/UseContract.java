package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.LastUse;
import io.keybearer.store.KeyUse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The last use moves forward only, and is no administrative change. */
public abstract class UseContract extends ContractPart {
  @Test
  void notesUseOfEachKeyOfABatch() {
    CompanyId company = newCompany().id();
    ApiKey first = newKey(company);
    ApiKey second = newKey(company);
    ApiKey unused = newKey(company);
    LastUse known = new LastUse(some.now(), "2001:db8::1");
    LastUse unknown = new LastUse(some.now().minusMillis(1), null);
    store.recordUses(List.of(new KeyUse(first.id(), known), new KeyUse(second.id(), unknown)));
    assertLastUse(first, known);
    assertLastUse(second, unknown);
    assertThat(stored(unused)).isEqualTo(unused);
    reopen();
    assertLastUse(first, known);
  }

  @Test
  void movesForwardOnly() {
    ApiKey key = newKey(newCompany().id());
    Instant t = some.now();
    LastUse later = new LastUse(t, "192.0.2.1");
    note(key, later);
    note(key, new LastUse(t.minusMillis(1), "192.0.2.2"));
    assertLastUse(key, later);
    note(key, new LastUse(t, "192.0.2.3"));
    assertLastUse(key, later);
    LastUse latest = new LastUse(t.plusMillis(1), null);
    note(key, latest);
    assertLastUse(key, latest);
  }

  @Test
  void notesTheLatestOfSeveralUsesInOneBatch() {
    ApiKey key = newKey(newCompany().id());
    Instant t = some.now();
    LastUse latest = new LastUse(t.plusMillis(2), "192.0.2.2");
    store.recordUses(List.of(
        new KeyUse(key.id(), new LastUse(t, "192.0.2.1")),
        new KeyUse(key.id(), latest),
        new KeyUse(key.id(), new LastUse(t.plusMillis(1), null))));
    assertLastUse(key, latest);
  }

  @Test
  void ignoresKeysThatItDoesNotKnowAndNotesTheRest() {
    ApiKey key = newKey(newCompany().id());
    LastUse use = new LastUse(some.now(), null);
    store.recordUses(List.of());
    store.recordUses(List.of(new KeyUse(new ApiKeyId(some.id()), use), new KeyUse(key.id(), use)));
    assertLastUse(key, use);
  }

  @Test
  void changesNeitherVersionNorFeedAndOutlivesAnUpdate() {
    ApiKey key = newKey(newCompany().id());
    long head = head();
    LastUse use = new LastUse(some.now(), "192.0.2.1");
    note(key, use);
    assertThat(head()).isEqualTo(head);
    assertThat(stored(key).provenance()).isEqualTo(key.provenance());
    update(key.disabled(true, some.now()));
    assertLastUse(key, use);
  }

  @Test
  void isFoundByAVerification() {
    ApiKey key = newKey(newCompany().id());
    LastUse use = new LastUse(some.now(), "192.0.2.1");
    note(key, use);
    assertThat(store.findByLookup(key.prefix()).orElseThrow().key()).isEqualTo(stored(key));
  }

  @Test
  void endsAtTheLatestWhenManyBatchesCrossEachOther() throws InterruptedException {
    CompanyId company = newCompany().id();
    List<ApiKey> keys = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      keys.add(newKey(company));
    }
    Instant t = some.now();
    Race.of(8, caller -> {
      for (int turn = 0; turn < 10; turn++) {
        LastUse use = new LastUse(t.plusMillis(turn * 8L + caller), "192.0.2." + caller);
        List<KeyUse> batch = new ArrayList<>();
        keys.forEach(key -> batch.add(new KeyUse(key.id(), use)));
        Collections.shuffle(batch, new Random(caller * 100L + turn));
        store.recordUses(batch);
      }
      return caller;
    });
    keys.forEach(key -> assertLastUse(key, new LastUse(t.plusMillis(79), "192.0.2.7")));
  }

  private void note(ApiKey key, LastUse use) {
    store.recordUses(List.of(new KeyUse(key.id(), use)));
  }

  private void assertLastUse(ApiKey key, LastUse use) {
    assertThat(stored(key).lastUse()).isEqualTo(use);
  }
}
