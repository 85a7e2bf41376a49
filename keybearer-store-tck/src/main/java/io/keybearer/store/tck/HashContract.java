package io.keybearer.store.tck;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.secret.KeyHash;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A hash is replaced only while it still is the one that was seen. */
public abstract class HashContract extends ContractPart {
  private KeyHash first;
  private ApiKey key;

  @BeforeEach
  void insertKeyWithKnownHash() {
    first = some.hash();
    key = some.key(newCompany().id());
    write(tx -> tx.insertKey(key, first, some.event(key, "key.issued")));
  }

  @Test
  void replacesTheExpectedHash() {
    KeyHash next = KeyHash.ofStored("hmac-sha256:p1", some.hash().bytesForStorage());
    assertThat(store.replaceHash(key.id(), first, next)).isTrue();
    assertHash(next);
    reopen();
    assertHash(next);
  }

  @Test
  void keepsAnyOtherHash() {
    KeyHash sameBytes = KeyHash.ofStored("hmac-sha256:p1", first.bytesForStorage());
    for (KeyHash wrong : List.of(some.hash(), sameBytes)) {
      assertThat(store.replaceHash(key.id(), wrong, some.hash())).isFalse();
      assertHash(first);
    }
    assertThat(store.replaceHash(new ApiKeyId(some.id()), first, some.hash())).isFalse();
  }

  @Test
  void keepsTheHashOfEveryOtherKey() {
    ApiKey other = some.key(key.company());
    write(tx -> tx.insertKey(other, first, some.event(other, "key.issued")));
    assertThat(store.replaceHash(other.id(), first, some.hash())).isTrue();
    assertHash(first);
  }

  @Test
  void isNoAdministrativeChangeAndOutlivesOne() {
    long head = head();
    KeyHash next = some.hash();
    assertThat(store.replaceHash(key.id(), first, next)).isTrue();
    assertThat(head()).isEqualTo(head);
    assertThat(stored(key)).isEqualTo(key);
    update(key.disabled(true, some.now()));
    assertHash(next);
  }

  @Test
  void letsOneOfManyReplaceIt() throws InterruptedException {
    List<Boolean> won = Race.of(8, i -> store.replaceHash(key.id(), first, some.hash()));
    assertThat(Collections.frequency(won, true)).isEqualTo(1);
  }

  @Test
  void readsBackBytesOfAnyLengthAndScheme() {
    KeyHash current = first;
    for (int length : new int[] {1, 20, 64, 200}) {
      byte[] bytes = new byte[length];
      Arrays.fill(bytes, (byte) -length);
      KeyHash next = KeyHash.ofStored("x".repeat(64), bytes);
      assertThat(store.replaceHash(key.id(), current, next)).isTrue();
      assertHash(next);
      current = next;
    }
  }

  private void assertHash(KeyHash hash) {
    KeyHash stored = store.findByLookup(key.prefix()).orElseThrow().hash();
    assertThat(stored.scheme()).isEqualTo(hash.scheme());
    assertThat(stored.matches(hash)).isTrue();
  }
}
