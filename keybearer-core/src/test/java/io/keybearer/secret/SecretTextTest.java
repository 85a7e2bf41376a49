package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.CharBuffer;
import org.junit.jupiter.api.Test;

class SecretTextTest {
  @Test
  void givesTheTextOutOnlyWhenAsked() {
    SecretText text = SecretText.of(CharBuffer.wrap("hunter2"));
    assertThat(text.reveal()).isEqualTo("hunter2");
    assertThat(text).hasToString("<redacted>");
  }

  @Test
  void hasNoEqualityOfItsOwn() {
    assertThat(SecretText.of("same")).isNotEqualTo(SecretText.of("same"));
  }
}
