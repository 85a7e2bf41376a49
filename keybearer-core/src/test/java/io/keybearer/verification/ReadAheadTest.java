package io.keybearer.verification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.SecretText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Many keys read together before they are verified one after another. */
class ReadAheadTest {
  private final TestEngine engine = TestEngine.start();
  private final TestEngine other = engine.beside();

  @AfterEach
  void close() {
    other.close();
    engine.close();
  }

  private static VerificationRequest request(SecretText text) {
    return VerificationRequest.of(text).build();
  }

  private static VerificationRequest request(IssuedKey key) {
    return request(key.text());
  }

  private Optional<String> fromMemory(VerificationRequest request) {
    return other
        .keybearer
        .verifier()
        .verifyFromMemory(Caller.application(), request)
        .map(Verification::code);
  }

  @Test
  void asksTheStoreOnceForAll() {
    List<VerificationRequest> requests = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      requests.add(request(engine.issue("key " + i)));
    }
    requests.add(requests.get(0));
    requests.add(request(SecretText.of("no key at all")));
    other.follow();
    int lookups = other.store.lookups.get();

    other.keybearer.verifier().readAhead(requests);

    assertThat(other.store.lookups).hasValue(lookups + 1);
    assertThat(requests.subList(0, 301))
        .allSatisfy(request -> assertThat(fromMemory(request)).contains("VALID"));
    other.keybearer.verifier().readAhead(requests);
    assertThat(other.store.lookups).hasValue(lookups + 1);
  }

  @Test
  void remembersWhatTheStoreDoesNotKnow() {
    SecretText unknown;
    try (TestEngine elsewhere = TestEngine.start()) {
      unknown = elsewhere.issue("of another store").text();
    }
    other.keybearer.verifier().readAhead(List.of(request(unknown)));
    int lookups = other.store.lookups.get();
    assertThat(other.verify(unknown).code()).isEqualTo("NOT_FOUND");
    assertThat(other.store.lookups).hasValue(lookups);
  }

  @Test
  void aRevocationDuringTheReadingIsNotLost() {
    IssuedKey key = engine.issue("doomed");
    other.follow();
    other.store.afterLookup = () -> {
      engine.keys().revoke(key.key().id(), IfVersion.any(), null);
      other.follow();
    };
    other.keybearer.verifier().readAhead(List.of(request(key)));
    other.store.afterLookup = () -> {};
    assertThat(fromMemory(request(key))).isEmpty();
    assertThat(other.code(key)).isEqualTo("REVOKED");
  }

  @Test
  void failsWhenTheStoreDoes() {
    IssuedKey key = engine.issue("away");
    other.follow();
    other.store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> other.keybearer.verifier().readAhead(List.of(request(key))));
    other.store.down = false;
    assertThat(other.code(key)).isEqualTo("VALID");
  }
}
