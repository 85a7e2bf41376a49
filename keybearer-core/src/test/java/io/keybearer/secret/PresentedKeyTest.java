package io.keybearer.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.KeybearerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PresentedKeyTest {
  @Test
  void findsTheKeyInEitherField() {
    assertThat(found(List.of("Bearer abc"), List.of())).isEqualTo("abc");
    assertThat(found(List.of("bEARER   abc "), List.of())).isEqualTo("abc");
    assertThat(found(List.of(), List.of(" abc "))).isEqualTo("abc");
  }

  @Test
  void anotherSchemeIsNoKey() {
    assertThat(PresentedKey.find(List.of("Basic YTpi"), List.of())).isEmpty();
    assertThat(PresentedKey.find(List.of("Bearer"), List.of())).isEmpty();
    assertThat(PresentedKey.find(List.of(), List.of())).isEmpty();
  }

  @Test
  void refusesMoreThanOneCredential() {
    refuses(List.of("Bearer abc"), List.of("abc"));
    refuses(List.of("Bearer abc", "Bearer abc"), List.of());
    refuses(List.of(), List.of("abc", "abc"));
    refuses(List.of("Basic YTpi"), List.of("abc"));
  }

  private static void refuses(List<String> authorization, List<String> apiKey) {
    assertThatThrownBy(() -> PresentedKey.find(authorization, apiKey))
        .isInstanceOf(KeybearerException.class)
        .hasMessageContaining("twice")
        .hasMessageNotContaining("abc");
  }

  private static String found(List<String> authorization, List<String> apiKey) {
    return PresentedKey.find(authorization, apiKey).orElseThrow().reveal();
  }
}
