package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.StoreUnavailableException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class KeyHasherTest {
  private static final String PEPPER_32 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
  private static final String OTHER_PEPPER = "ICEiIyQlJicoKSorLC0uLw==";
  private static final SecretText TEXT = SecretText.of("kb_u_test_000000000000_abc");
  private static final KeyHasher PLAIN = new KeyHasher(Peppers.none());
  private static final KeyHasher PEPPERED = new KeyHasher(Peppers.parse("p1:" + PEPPER_32));

  @Test
  void hashesWithSha256() {
    KeyHash hash = PLAIN.hash(TEXT);
    assertThat(hash.scheme()).isEqualTo("sha256");
    assertThat(hash.bytesForStorage())
        .asHexString()
        .isEqualToIgnoringCase("948129a7253a27a0ede3205746e1cbd46cd88d05292d618493b7c0b847040768");
  }

  @Test
  void hashesWithHmacWhenThereIsAPepper() {
    KeyHash hash = PEPPERED.hash(TEXT);
    assertThat(hash.scheme()).isEqualTo("hmac-sha256:p1");
    assertThat(hash.bytesForStorage())
        .asHexString()
        .isEqualToIgnoringCase("adb9851c4bb23902bed74fb8ffa26e32239e68ad08dd6a8bb32a8e06cb114796");
  }

  @Test
  void acceptsTheRightTextAndNoOther() {
    for (KeyHasher hasher : List.of(PLAIN, PEPPERED)) {
      KeyHash hash = hasher.hash(TEXT);
      KeyHash stored = KeyHash.ofStored(hash.scheme(), hash.bytesForStorage());
      assertThat(hasher.verify(TEXT, stored)).isTrue();
      assertThat(hasher.verify(SecretText.of("kb_u_test_000000000000_abd"), stored))
          .isFalse();
      assertThat(hasher.verify(SecretText.of(""), stored)).isFalse();
    }
  }

  @Test
  void stillChecksHashesOfOlderSchemesAndSaysThatTheyAreOld() {
    KeyHasher rotated = new KeyHasher(Peppers.parse("p2:" + OTHER_PEPPER + ",p1:" + PEPPER_32));
    for (KeyHasher older : List.of(PLAIN, PEPPERED)) {
      assertThat(rotated.verify(TEXT, older.hash(TEXT))).isTrue();
      assertThat(rotated.isCurrent(older.hash(TEXT))).isFalse();
    }
    assertThat(rotated.isCurrent(rotated.hash(TEXT))).isTrue();
    assertThat(rotated.hash(TEXT).scheme()).isEqualTo("hmac-sha256:p2");
  }

  @Test
  void cannotAnswerWithoutThePepper() {
    assertThatThrownBy(() -> PLAIN.verify(TEXT, PEPPERED.hash(TEXT)))
        .isInstanceOf(StoreUnavailableException.class)
        .cause()
        .isInstanceOf(UnknownHashSchemeException.class)
        .hasMessageContaining("the pepper p1, which is not configured");
  }

  @Test
  void cannotAnswerUnderAnUnknownScheme() {
    assertThatThrownBy(() -> PLAIN.verify(TEXT, KeyHash.ofStored("bcrypt", new byte[] {1})))
        .isInstanceOf(StoreUnavailableException.class)
        .hasRootCauseMessage("A key was hashed under the scheme bcrypt, which is not known here.");
  }

  @Test
  void neverAcceptsAnythingAgainstNothing() {
    for (KeyHasher hasher : List.of(PLAIN, PEPPERED)) {
      assertThat(hasher.verifyAgainstNothing(TEXT)).isFalse();
      assertThat(hasher.verifyAgainstNothing(SecretText.of(""))).isFalse();
    }
  }

  @Test
  void tellsTextsOutsideAsciiApart() {
    assertThat(PLAIN.verify(SecretText.of("é"), PLAIN.hash(SecretText.of("è")))).isFalse();
  }

  @Test
  void hashesRightlyOnManyThreads() throws InterruptedException, ExecutionException {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      SecretText text = SecretText.of("text " + i);
      KeyHash stored = PEPPERED.hash(text);
      answers.add(threads.submit(() -> PEPPERED.verify(text, stored)));
    }
    for (Future<Boolean> answer : answers) {
      assertThat(answer.get()).isTrue();
    }
    threads.shutdown();
  }

  @Test
  void keepsItsBytesToItselfAndOutOfItsText() {
    byte[] bytes = {1, 2, 3};
    KeyHash hash = KeyHash.ofStored("sha256", bytes);
    bytes[0] = 9;
    hash.bytesForStorage()[1] = 9;
    assertThat(hash.bytesForStorage()).containsExactly(1, 2, 3);
    assertThat(hash).hasToString("sha256 <redacted>");
    assertThat(HexFormat.of().formatHex(hash.bytesForStorage())).isEqualTo("010203");
  }

  @Test
  void matchesOnlyTheSameBytesUnderTheSameScheme() {
    KeyHash hash = KeyHash.ofStored("sha256", new byte[] {1, 2});
    assertThat(hash.matches(KeyHash.ofStored("sha256", new byte[] {1, 2}))).isTrue();
    assertThat(hash.matches(KeyHash.ofStored("sha256", new byte[] {1, 3}))).isFalse();
    assertThat(hash.matches(KeyHash.ofStored("sha256", new byte[] {1, 2, 0}))).isFalse();
    assertThat(hash.matches(KeyHash.ofStored("sha512", new byte[] {1, 2}))).isFalse();
  }

  @Test
  void refusesAStoredHashWithoutSchemeOrBytes() {
    assertThatThrownBy(() -> KeyHash.ofStored("", new byte[] {1}))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> KeyHash.ofStored("sha256", new byte[0]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
