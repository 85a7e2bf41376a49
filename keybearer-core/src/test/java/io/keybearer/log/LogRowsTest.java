package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.TestEngine;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.policy.IpAddress;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a verification writes into the log, and what it never does. */
class LogRowsTest {
  private final TestEngine engine = TestEngine.start();
  private final IssuedKey key = engine.issue("logged");

  @AfterEach
  void close() {
    engine.close();
  }

  @Test
  void aVerificationMakesOneRowUnderTheIdItReturns() {
    Verification verdict = engine.verify(
        key,
        r -> r.ip(IpAddress.parse("::ffff:192.0.2.1"))
            .method("GET")
            .endpoint("/orders/7")
            .referer("https://a.example.com/page")
            .userAgent("curl/8.0"));
    assertThat(engine.rows(key.key()))
        .containsExactly(new ApiKeyLog(
            Objects.requireNonNull(verdict.logId()),
            key.key().id(),
            key.key().prefix(),
            engine.acme,
            "/orders/7",
            "GET",
            null,
            "192.0.2.1",
            "curl/8.0",
            "https://a.example.com/page",
            null,
            null,
            null,
            "VALID",
            engine.time.instant(),
            null,
            false));
  }

  @Test
  void aDenialMakesARowWithItsReason() {
    engine.code(key, r -> r.method("POST"));
    engine.keys().revoke(key.key().id(), IfVersion.any(), null);
    Verification revoked = engine.verify(key.text());
    assertThat(engine.rows(key.key()))
        .extracting(ApiKeyLog::outcome)
        .containsExactly("REVOKED", "INSUFFICIENT_SCOPE");
    assertThat(engine.rows(key.key()).get(0).id()).isEqualTo(revoked.logId());
  }

  @Test
  void aRowNamesTheKeyOfWhoeverVerified() {
    IssuedKey gateway = engine.issue("gateway");
    engine
        .keybearer
        .verifier()
        .verify(
            Caller.holding(gateway.key()), VerificationRequest.of(key.text()).build());
    assertThat(engine.rows(key.key()))
        .singleElement()
        .satisfies(row -> assertThat(row.caller()).isEqualTo(gateway.key().id()));
    assertThat(engine.rows(gateway.key())).isEmpty();
  }

  @Test
  void aRequestWithoutARowMakesOneOnlyWhenItIsDenied() {
    assertThat(engine.verify(key, r -> r.withoutRow()).logId()).isNull();
    assertThat(engine.rows(key.key())).isEmpty();
    assertThat(engine.verify(key, r -> r.withoutRow().method("POST")).logId()).isNotNull();
    assertThat(engine.rows(key.key())).hasSize(1);
  }

  @Test
  void endpointAndRefererLoseQueryAndFragment() {
    assertThat(row(r -> r.endpoint("/a?token=1#x")).endpoint()).isEqualTo("/a");
    assertThat(row(r -> r.endpoint("/a#x?token=1")).endpoint()).isEqualTo("/a");
    assertThat(row(r -> r.endpoint("?token=1")).endpoint()).isEmpty();
    assertThat(row(r -> r.referer("https://a.example.com/p?q=1")).referer())
        .isEqualTo("https://a.example.com/p");
    assertThat(row(r -> r.origin("https://a.example.com")).referer())
        .isEqualTo("https://a.example.com");
  }

  @Test
  void noTextKeepsAnythingThatLooksLikeAKey() {
    String text = key.text().reveal();
    ApiKeyLog row = row(r -> r.endpoint("/by-path/" + text + "/x")
        .userAgent("agent " + text + text)
        .referer("https://a.example.com/" + text)
        .method(text));
    assertThat(row.endpoint()).isEqualTo("/by-path/[redacted]/x");
    assertThat(row.userAgent()).isEqualTo("agent [redacted]");
    assertThat(row.referer()).isEqualTo("https://a.example.com/[redacted]");
    assertThat(row.method()).isEqualTo("[redacted]");
    assertThat(row.toString()).doesNotContain(text.substring(20));
  }

  @Test
  void keysOfRetiredBrandsAreRedactedToo() {
    KeyBrand old = new KeyBrand("old");
    KeyBrand young = new KeyBrand("young");
    try (TestEngine before = TestEngine.start(b -> b.format(new KeyFormat(old)));
        TestEngine after =
            TestEngine.start(b -> b.format(new KeyFormat(young, List.of(old), Set.of("live"))))) {
      String text = before.issue("retired", d -> d.env("live")).text().reveal();
      assertThat(text).startsWith("old_s_live_");
      IssuedKey fresh = after.issue("current");
      after.verify(fresh, r -> r.endpoint("/" + text).userAgent(fresh.text().reveal()));
      assertThat(after.rows(fresh.key())).singleElement().satisfies(row -> {
        assertThat(row.endpoint()).isEqualTo("/[redacted]");
        assertThat(row.userAgent()).isEqualTo("[redacted]");
      });
    }
  }

  @Test
  void aTextCutShortKeepsNoHalfOfAKey() {
    String text = key.text().reveal();
    for (int before = 0; before < text.length() + 2; before++) {
      String many = "/" + "x".repeat(before) + ("/" + text).repeat(200);
      ApiKeyLog row = row(r -> r.endpoint(many).userAgent(many).method(many));
      String secret = text.substring(text.length() - 49, text.length() - 30);
      assertThat(row.toString()).doesNotContain(secret);
    }
  }

  @Test
  void textsAreBounded() {
    ApiKeyLog row = row(r -> r.endpoint("/" + "a".repeat(100_000))
        .userAgent("b".repeat(100_000))
        .method("C".repeat(100_000))
        .referer("https://a.example.com/" + "😀".repeat(50_000)));
    assertThat(row.endpoint()).hasSizeBetween(1_700, 2_048);
    assertThat(row.userAgent()).hasSizeBetween(250, 512);
    assertThat(row.method()).hasSizeLessThanOrEqualTo(32);
    assertThat(row.referer()).hasSizeBetween(2_000, 2_048).endsWith("😀");
  }

  @Test
  void controlCharactersAndHalvesOfPairsAreReplaced() {
    ApiKeyLog row =
        row(r -> r.endpoint("/a\u0000b\nc\u0085d").userAgent("\ud800x\udc00").method("G\u001bET"));
    assertThat(row.endpoint()).isEqualTo("/a\ufffdb\ufffdc\ufffdd");
    assertThat(row.userAgent()).isEqualTo("\ufffdx\ufffd");
    assertThat(row.method()).isEqualTo("G\ufffdET");
    assertThat(row(r -> r.userAgent("Zoë 😀")).userAgent()).isEqualTo("Zoë 😀");
  }

  @Test
  void whatIsNotKnownStaysUnknown() {
    ApiKeyLog row = row(r -> r);
    List<@Nullable Object> parts = new ArrayList<>();
    parts.add(row.endpoint());
    parts.add(row.method());
    parts.add(row.ipAddress());
    parts.add(row.userAgent());
    parts.add(row.referer());
    parts.add(row.statusCode());
    parts.add(row.executionTime());
    assertThat(parts).containsOnlyNulls();
  }

  private ApiKeyLog row(UnaryOperator<VerificationRequest.Builder> request) {
    engine.verify(key, request);
    return engine.rows(key.key()).get(0);
  }
}
