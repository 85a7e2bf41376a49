package io.keybearer.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.KeyType;
import io.keybearer.secret.SecretGenerator;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.token.KeyMint;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Generated payloads, with secrets planted in them. */
class RedactorFuzzTest {
  private static final KeyFormat FORMAT =
      new KeyFormat(KeyBrand.DEFAULT, List.of(new KeyBrand("old_co")), Set.of("live", "test"));
  private static final KeyMint MINT = new KeyMint(FORMAT, new SecretGenerator(new SecureRandom()));
  private static final List<String> SECRET_NAMES = List.of(
      "password",
      "userPassword",
      "X-Api-Key",
      "authorization",
      "client_secret",
      "Set-Cookie",
      "card number",
      "cvv",
      "refreshToken",
      "SSN",
      "pass\\u0077ord");
  private static final List<String> NAMES =
      List.of("a", "items", "name", "value", "note", "\\u00e9", "x y", "max_tokens", "");
  private static final int CASES = Integer.getInteger("keybearer.cases", 4_000);

  private final long seed = Long.getLong("keybearer.seed", System.nanoTime());
  private final Random random = new Random(seed);
  private final List<String> planted = new ArrayList<>();
  /** Whether secrets are texts alone, which what is broken around them leaves whole. */
  private boolean flat;

  private final Redactor redactor = Redactor.of(FORMAT);
  private final Redactor small = new Redactor(FORMAT, List.of(), 96);

  @Test
  void noPlantedSecretComesOutAndJsonStaysJson() {
    System.out.println("payloads from -Dkeybearer.seed=" + seed);
    for (int i = 0; i < CASES; i++) {
      planted.clear();
      String json = value(random.nextInt(7));
      String redacted = redactor.payload(json);
      assertThat(JsonValidity.isValid(json)).as(json).isTrue();
      assertThat(JsonValidity.isValid(redacted)).as(json + " -> " + redacted).isTrue();
      holdsNothing(json, redacted);
      assertThat(redactor.payload(redacted)).as(json).isEqualTo(redacted);
    }
  }

  @Test
  void noPlantedSecretComesOutOfWhatIsCutOrBroken() {
    System.out.println("payloads from -Dkeybearer.seed=" + seed);
    for (int i = 0; i < CASES; i++) {
      planted.clear();
      flat = random.nextBoolean();
      String json = value(1 + random.nextInt(5));
      String text = !flat ? json.substring(0, random.nextInt(json.length() + 1)) : broken(json);
      holdsNothing(text, redactor.payload(text));
      String cut = small.payload(json);
      holdsNothing(json, cut);
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).as(json).isLessThanOrEqualTo(96);
      assertThat(small.payload(cut)).as(json).isEqualTo(cut);
    }
  }

  @Test
  void noPlantedSecretComesOutOfFormsAndHeaders() {
    System.out.println("payloads from -Dkeybearer.seed=" + seed);
    for (int i = 0; i < CASES; i++) {
      planted.clear();
      StringBuilder text = new StringBuilder();
      boolean form = random.nextBoolean();
      for (int line = random.nextInt(6); line >= 0; line--) {
        boolean hidden = random.nextInt(3) == 0;
        String name = (hidden ? one(SECRET_NAMES) : one(NAMES)).replace("\\u0077", "w");
        String said = hidden ? secret() : random.nextBoolean() ? plain() : key();
        text.append(form ? Escapes.percentEncoded(name) : name.replace(' ', '-'))
            .append(form ? "=" : ": ")
            .append(form ? Escapes.percentEncoded(said) : said)
            .append(form ? "&" : "\r\n");
      }
      String redacted = redactor.payload(text.toString());
      holdsNothing(text.toString(), redacted);
      assertThat(redactor.payload(redacted)).as(text.toString()).isEqualTo(redacted);
    }
  }

  @Test
  void anyNoiseIsTaken() {
    System.out.println("payloads from -Dkeybearer.seed=" + seed);
    String pieces = "{}[]\"'\\:=&,;<>/%+-_. \n\r\tabkbyu0eJ\u00e9\ud83d\ude00@?#";
    for (int i = 0; i < CASES; i++) {
      StringBuilder noise = new StringBuilder();
      for (int length = random.nextInt(60); length > 0; length--) {
        noise.append(
            random.nextInt(6) == 0
                ? one(
                    List.of("password", "token", "name", "Bearer ", "-----BEGIN PRIVATE KEY-----"))
                : String.valueOf(pieces.charAt(random.nextInt(pieces.length()))));
      }
      String once = redactor.payload(noise.toString());
      assertThat(once.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(16_384);
      redactor.text(once);
    }
  }

  private void holdsNothing(String before, String after) {
    for (String secret : planted) {
      assertThat(after)
          .as(before)
          .doesNotContain(secret.substring(0, Math.min(14, secret.length())));
    }
  }

  /** Something that does not belong there, where it tears no secret in two. */
  private String broken(String json) {
    int at = random.nextInt(json.length() + 1);
    while (at < json.length() && "{}[],:".indexOf(json.charAt(at)) < 0) {
      at++;
    }
    return json.substring(0, at) + one(List.of(",", "}", "'", "\n", " ")) + json.substring(at);
  }

  private String value(int depth) {
    int kind = depth == 0 ? 2 + random.nextInt(4) : random.nextInt(7);
    return switch (kind) {
      case 0 -> object(depth);
      case 1 -> array(depth);
      case 2 -> one(List.of("1", "-0.5e+3", "true", "false", "null", "12345678901234567890"));
      case 3 -> '"' + plain() + '"';
      case 4 -> '"' + plain() + " " + key() + plain() + '"';
      case 5 -> '"' + base64("{\"password\":\"" + secret() + "\"}") + '"';
      default -> '"' + JsonStrings.escaped(value(depth - 1)) + '"';
    };
  }

  private String object(int depth) {
    StringBuilder object = new StringBuilder("{");
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      object.append(i == 0 ? "" : one(List.of(",", ", ", ",\n  ")));
      if (random.nextInt(3) == 0) {
        object.append('"').append(one(SECRET_NAMES)).append("\": ").append(hidden(depth));
      } else {
        object.append('"').append(one(NAMES)).append("\":").append(value(depth - 1));
      }
    }
    return object.append('}').toString();
  }

  private String array(int depth) {
    StringBuilder array = new StringBuilder("[");
    int items = random.nextInt(4);
    for (int i = 0; i < items; i++) {
      array.append(i == 0 ? "" : ",").append(value(depth - 1));
    }
    return array.append(']').toString();
  }

  private String hidden(int depth) {
    return switch (flat ? 3 : random.nextInt(4)) {
      case 0 -> "[1,{\"x\":\"" + secret() + "\"}]";
      case 1 -> "{\"y\":" + value(Math.max(0, depth - 1)) + ",\"z\":\"" + secret() + "\"}";
      case 2 -> digits();
      default -> '"' + secret() + '"';
    };
  }

  private String secret() {
    return plant("Zq" + Long.toString(random.nextLong() >>> 1, 36) + "w9Vd");
  }

  private String digits() {
    return plant("4" + (100_000_000_000_000L + random.nextLong(100_000_000_000_000L)));
  }

  private String key() {
    String key = MINT.mint(
            one(List.of(KeyType.USER, KeyType.SERVICE)), random.nextBoolean() ? "test" : null)
        .text()
        .reveal();
    String used = random.nextBoolean() ? key : key.replaceFirst("kb", "old_co");
    planted.add(used.substring(used.length() - 49));
    return used;
  }

  private String plant(String secret) {
    planted.add(secret);
    return secret;
  }

  private String plain() {
    return one(List.of("", "plain words", "x", "\u00e9t\u00e9", "12 %", "a=b", "C. D., E"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
