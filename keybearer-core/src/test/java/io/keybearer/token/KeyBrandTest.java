package io.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class KeyBrandTest {
  @Test
  void takesBrandsOfTheForm() {
    for (String text :
        List.of("kb", "a1", "a".repeat(16), "acme_pay", "acme_1", "kb_us", "acme_u_x", "su")) {
      assertThat(new KeyBrand(text)).hasToString(text);
    }
  }

  @Test
  void refusesOtherForms() {
    for (String text :
        List.of("", "k", "Kb", "1kb", "kb_", "_kb", "kb__x", "kb-x", "kb x", "kb\n", "ké")) {
      assertThatThrownBy(() -> new KeyBrand(text))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("expected a brand of the form");
    }
    assertThatThrownBy(() -> new KeyBrand("a".repeat(17)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesBrandsThatEndLikeAType() {
    for (String text : List.of("kb_u", "kb_s", "kb_y", "acme_pay_u")) {
      assertThatThrownBy(() -> new KeyBrand(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("_u, _s, _y");
    }
  }
}
