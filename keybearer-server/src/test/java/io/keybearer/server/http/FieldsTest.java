package io.keybearer.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.lifecycle.IfVersion;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.problem.KeybearerException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Header fields, read and written. */
class FieldsTest {
  @Test
  void readsEntityTags() {
    assertThat(EntityTags.ifMatch(List.of())).isEqualTo(IfVersion.any());
    assertThat(EntityTags.ifMatch(List.of("*"))).isEqualTo(IfVersion.any());
    assertThat(EntityTags.ifMatch(List.of("\"3\""))).isEqualTo(IfVersion.of(3));
    assertThat(EntityTags.ifMatch(List.of(" \"3\" , \"4\"", "\"5\"")).accepted())
        .isEqualTo(Set.of(3L, 4L, 5L));
    assertThat(EntityTags.of(7)).isEqualTo("\"7\"");
  }

  @Test
  void matchesNoWeakOrForeignTag() {
    assertThat(EntityTags.ifMatch(List.of("W/\"3\"")).accepted()).isEmpty();
    assertThat(EntityTags.ifMatch(List.of("\"abc\", \"03\", \"\"")).accepted()).isEmpty();
    assertThat(EntityTags.ifMatch(List.of("\"99999999999999999999\"")).accepted())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "3",
        "\"3",
        "3\"",
        "\"3\" \"4\"",
        "\"3\",",
        ",\"3\"",
        "*, \"3\"",
        "w/\"3\"",
        "\"3\",,\"4\""
      })
  void refusesFieldsThatAreNoTags(String field) {
    assertThatThrownBy(() -> EntityTags.ifMatch(List.of(field)))
        .isInstanceOf(KeybearerException.class);
  }

  @Test
  void writesLimitsAsStructuredFields() {
    List<LimitStatus> limits = List.of(
        new LimitStatus(
            "default", 100, Duration.ofMinutes(1), 50, Duration.ofMillis(29_001), Duration.ZERO),
        new LimitStatus(
            "burst", 5, Duration.ofSeconds(1), 0, Duration.ofSeconds(1), Duration.ofMillis(1)));

    assertThat(RateLimitFields.policy(limits))
        .isEqualTo("\"default\";q=100;w=60, \"burst\";q=5;w=1");
    assertThat(RateLimitFields.standing(limits))
        .isEqualTo("\"default\";r=50;t=30, \"burst\";r=0;t=1");
    assertThat(RateLimitFields.retryAfter(limits)).isEqualTo(1);
    assertThat(RateLimitFields.retryAfter(List.of())).isEqualTo(1);
  }

  @Test
  void takesPrintableIdempotencyKeysOfBoundedLength() {
    assertThat(IdempotencyKeys.of(List.of())).isEmpty();
    assertThat(IdempotencyKeys.of(List.of("a b~!"))).contains("a b~!");
    for (List<String> wrong : List.of(
        List.of(""), List.of("ä"), List.of("a\tb"), List.of("a", "b"), List.of("a".repeat(256)))) {
      assertThatThrownBy(() -> IdempotencyKeys.of(wrong)).isInstanceOf(KeybearerException.class);
    }
  }
}
