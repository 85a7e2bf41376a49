package io.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.key.KeyType;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.SecretGenerator;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class KeyMintTest {
  private static final KeyFormat FORMAT = new KeyFormat(KeyBrand.DEFAULT);
  private static final KeyMint MINT = new KeyMint(FORMAT, new SecretGenerator(new SecureRandom()));

  @Test
  void makesKeysThatItsFormatReads() {
    for (KeyType type : KeyType.values()) {
      for (String env : new String[] {null, "live", "test"}) {
        FreshKey fresh = MINT.mint(type, env);
        assertThat(FORMAT.parse(fresh.text()))
            .contains(new ParsedKey(KeyPrefix.of(fresh.prefix()).orElseThrow(), type, env, true));
      }
    }
  }

  @Test
  void writesThePartsInOrder() {
    FreshKey fresh = MINT.mint(KeyType.USER, "test");
    assertThat(fresh.text().reveal())
        .startsWith("kb_u_test_" + fresh.prefix() + "_")
        .hasSize("kb_u_test_".length() + 12 + 1 + 43 + 6);
  }

  @Test
  void makesNoTextTwice() {
    Set<String> prefixes = new HashSet<>();
    Set<String> texts = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      FreshKey fresh = MINT.mint(KeyType.SERVICE, null);
      assertThat(prefixes.add(fresh.prefix())).isTrue();
      assertThat(texts.add(fresh.text().reveal())).isTrue();
    }
  }

  @Test
  void refusesAnEnvironmentThatIsNotConfigured() {
    assertThatThrownBy(() -> MINT.mint(KeyType.USER, "prod"))
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNKNOWN_VALUE))
        .hasMessageContaining("live, test");
  }

  @Test
  void doesNotPrintTheText() {
    FreshKey fresh = MINT.mint(KeyType.USER, null);
    assertThat(fresh.toString()).contains(fresh.prefix()).contains("<redacted>");
    assertThat(fresh.toString()).doesNotContain(fresh.text().reveal().substring(18));
  }
}
