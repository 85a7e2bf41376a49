package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.problem.KeybearerException;
import io.keybearer.verification.VerificationRequest;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies of the usual form are read quickly, and come to the same as when they are read strictly. */
class UsualBodyTest {
  private static final int BODIES = 50_000;

  private static final List<String> NAMES = List.of(
      "key",
      "ip",
      "referer",
      "origin",
      "user_agent",
      "method",
      "endpoint",
      "scope",
      "cost",
      "permissions",
      "nobody",
      "");

  private static final List<String> VALUES = List.of(
      "\"kb_s_abc\"",
      "\"\"",
      "\"203.0.113.7\"",
      "\"2001:db8::1\"",
      "\"010.1.1.1\"",
      "\"GET\"",
      "\"get\"",
      "\"G T\"",
      "\"read\"",
      "\"owner\"",
      "\"/a/b?c\"",
      "\"https://example.com/\"",
      "0",
      "1",
      "1000000000",
      "1000000001",
      "-1",
      "1.0",
      "null",
      "true",
      "[]",
      "[\"orders:read\"]",
      "{}",
      "\"\\u0041\"",
      "\"é\"",
      "\"a\\\\b\"",
      "\"a\tb\"",
      "\"~\"");

  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());

  @Test
  void meansTheSameToBothReaders() {
    System.out.println("bodies from -Dkeybearer.seed=" + seed);
    Random in = new Random(seed);
    int usual = 0;
    for (int i = 0; i < BODIES; i++) {
      byte[] body = body(in).getBytes(StandardCharsets.UTF_8);
      VerificationRequest quick = VerifyRoute.readUsual(body);
      if (quick != null) {
        usual++;
        VerificationRequest strict = strict(body);
        assertThat(strict).as(new String(body, StandardCharsets.UTF_8)).isNotNull();
        assertThat(quick)
            .usingRecursiveComparison()
            .as(new String(body, StandardCharsets.UTF_8))
            .isEqualTo(strict);
      }
    }
    assertThat(usual).isGreaterThan(BODIES / 200);
  }

  @Test
  void isReadQuickly() {
    String body = "{\"key\":\"kb_s_abc\",\"ip\":\"203.0.113.7\",\"method\":\"GET\","
        + "\"endpoint\":\"/orders/7\",\"scope\":\"read\",\"cost\":2,\"user_agent\":\"curl/8\"}";
    assertThat(VerifyRoute.readUsual(body.getBytes(StandardCharsets.UTF_8))).isNotNull();
  }

  private static @Nullable VerificationRequest strict(byte[] body) {
    try {
      return VerifyRoute.readAny(body);
    } catch (KeybearerException refused) {
      return null;
    }
  }

  private static String body(Random in) {
    List<String> members = new ArrayList<>();
    if (in.nextInt(10) > 0) {
      members.add("\"key\":\"kb_s_abc\"");
    }
    for (int i = in.nextInt(4); i > 0; i--) {
      members.add("\"" + any(NAMES, in) + "\":" + any(VALUES, in));
    }
    String text = "{" + String.join(in.nextBoolean() ? "," : " ,\n", members) + "}";
    return in.nextInt(20) == 0 ? text.substring(0, in.nextInt(text.length() + 1)) : text;
  }

  private static String any(List<String> texts, Random in) {
    return texts.get(in.nextInt(texts.size()));
  }
}
