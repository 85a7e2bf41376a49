package io.keybearer.redact;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactorTest {
  private static final KeyFormat FORMAT =
      new KeyFormat(KeyBrand.DEFAULT, List.of(new KeyBrand("old_co")), Set.of("live", "test"));
  private static final Redactor REDACTOR = Redactor.of(FORMAT);
  private static final String TAIL =
      "_4fJ9sK2mPq0Z_Zk31aB9cD8eF7gH6iJ5kL4mN3oP2qR1sT0uV9wX8yZ7AbCdEfGh";
  private static final String KEY = "kb_u_test" + TAIL;
  private static final String RETIRED = "old_co_s" + TAIL;
  private static final String SECRET = "hunter2hunter2";

  private static String redacted(String text) {
    return REDACTOR.payload(text);
  }

  @Test
  void hidesWhatStandsUnderASecretNameWhateverItsType() {
    assertThat(redacted("{\"password\":\"x\",\"a\":1,\"Api-Key\":[1,{\"b\":2}],\"cardNumber\":4111,"
            + "\"SSN\":null,\"client_secret\":{\"x\":\"y\"},\"set-cookie\":true}"))
        .isEqualTo("{\"password\":\"[redacted]\",\"a\":1,\"Api-Key\":\"[redacted]\","
            + "\"cardNumber\":\"[redacted]\",\"SSN\":\"[redacted]\",\"client_secret\":\"[redacted]\","
            + "\"set-cookie\":\"[redacted]\"}");
  }

  @Test
  void leavesWhatIsHarmlessAsItIs() {
    String json =
        "{ \"name\" : \"Ann\\u00e9\",\n \"max_tokens\": 12, \"items\": [1.5e3, true, null, {}] }";
    assertThat(redacted(json)).isEqualTo(json);
    assertThat(redacted("a=1&b=two+words&shipping=yes")).isEqualTo("a=1&b=two+words&shipping=yes");
    assertThat(redacted("Dear Ann, the order 4711 has left.\nYours")).endsWith("Yours");
    assertThat(redacted("Host: a.example.com\r\nAccept: */*\r\n"))
        .isEqualTo("Host: a.example.com\r\nAccept: */*\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":[[[{\"deep\":{\"accessToken\":\"SECRET\"}}]]]}",
        "{\"body\":\"{\\\"password\\\":\\\"SECRET\\\"}\"}",
        "{\"body\":\"{\\\"in\\\":\\\"{\\\\\\\"pwd\\\\\\\":\\\\\\\"SECRET\\\\\\\"}\\\"}\"}",
        "[{\"name\":\"Authorization\",\"value\":\"SECRET\"}]",
        "[{\"value\":\"SECRET\",\"name\":\"x-api-key\"}]",
        "[[\"Cookie\",\"SECRET\"]]",
        "[\"Accept\",\"*\",\"Authorization\",\"SECRET\"]",
        "{\"pass\\u0077ord\":\"SECRET\"}",
        "{\"password\":\"SECRET",
        "{\"password\":{\"a\":\"SECRET",
        "{\"a\":1,\"password\":\"SECRET\",}",
        "{'password':'SECRET','b':1}",
        "{password: SECRET}",
        "{\"a\":1,,\"secret\":{\n \"x\": \"SECRET\"\n}}",
        "{\"a\":\"\\x\",\"token\":[\"b\",\n\"SECRET\"]}",
        "user=jo&password=SECRET&x=1",
        "user=jo&pass%77ord=SECRET",
        "user%5Bpassword%5D=SECRET&a=b",
        "user[password]=SECRET&a=b",
        "payload=%7B%22password%22%3A%22SECRET%22%7D",
        "payload=%257B%2522password%2522%253A%2522SECRET%2522%257D",
        "Host: a\r\nAuthorization: Digest SECRET, b=c\r\nAccept: */*",
        "Cookie: a=b; sid=SECRET",
        "Set-Cookie: x=SECRET; Path=/",
        "X-Api-Key:\r\n SECRET\r\nHost: a",
        "Proxy-Authorization: SECRET",
        "db.password = SECRET",
        "password:\n  SECRET\nname: x",
        "client secret: SECRET",
        "card number = SECRET",
        "curl --password SECRET https://a.example.com",
        "<login><Password>SECRET</Password></login>",
        "<s:token type='x'>\n<b>SECRET</b></s:token>",
        "<in password=\"SECRET\"/>",
        "Content-Disposition: form-data; name=\"password\"\r\n\r\nSECRET\r\n--b--",
        "https://user:SECRET@db.example.com/x",
        "Authorization says Bearer SECRET here",
        "-----BEGIN RSA PRIVATE KEY-----\nSECRET\n-----END RSA PRIVATE KEY-----",
        "{\"pem\":\"-----BEGIN PRIVATE KEY-----\\nSECRET\\n-----END PRIVATE KEY-----\\n\"}",
        "-----BEGIN OPENSSH PRIVATE KEY-----\nSECRET",
        "data: {\"password\": \"SECRET\"}\n\ndata: {}",
        "{\"a\":1}\n{\"password\":\"SECRET\"}\n",
        "log \"{\\\"password\\\": \\\"SECRET\\\"}\" end"
      })
  void hidesASecretByItsNameInAnyForm(String form) {
    String text = form.replace("SECRET", SECRET);
    assertThat(redacted(text)).contains("redacted").doesNotContain(SECRET);
    assertThat(redacted(redacted(text))).isEqualTo(redacted(text));
  }

  @Test
  void hidesKeysOfEveryBrandWhereverTheyStand() {
    for (String key : List.of(KEY, RETIRED, "kb_y" + TAIL)) {
      String secret = key.substring(key.length() - 40);
      String base64 = base64("{\"k\":\"" + key + "\"}");
      for (String text : List.of(
          key,
          "x" + key + "y",
          "{\"note\":\"see " + key + ", ok\"}",
          "{\"" + key + "\":1}",
          "a=" + key + "&b=1",
          "/v1/" + key + "/x?y#z",
          "q=" + key.replace("_", "%5F"),
          "<a href='" + key + "'>",
          base64,
          "{\"data\":\"" + base64 + "\"}",
          "q=" + base64("abc " + key),
          base64("a:" + key),
          base64("ab:" + key).replace("=", "") + ".rest")) {
        assertThat(redacted(text)).doesNotContain(secret).contains("[redacted]");
        assertThat(redacted(text)).doesNotContain(base64.substring(30, 60));
        assertThat(REDACTOR.text(text)).doesNotContain(secret).contains("[redacted]");
      }
    }
  }

  @Test
  void hidesKeysThatAreCutOrMistyped() {
    assertThat(redacted("see " + KEY.substring(0, 40))).isEqualTo("see [redacted]");
    assertThat(redacted("see " + KEY + "Q.")).isEqualTo("see [redacted].");
    assertThat(redacted("see " + KEY.replace("_Zk", "_k") + ".")).isEqualTo("see [redacted].");
  }

  @Test
  void leavesThePublicPartOfAKey() {
    assertThat(redacted("key kb_u_test_4fJ9sK2mPq0Z was used"))
        .isEqualTo("key kb_u_test_4fJ9sK2mPq0Z was used");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P",
        "AKIAIOSFODNN7EXAMPLE",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "github_pat_11ABCDEFG0abcdefghijkl_mnop",
        "xoxb-17653672481-19874698323-pdFZKVeTuE8sk7oOcHrzqqgy",
        "glpat-abcdefghijklmnopqrst",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
      })
  void hidesTokensOfWellKnownShape(String token) {
    assertThat(redacted("{\"a\":\"" + token + "\"}")).isEqualTo("{\"a\":\"[redacted]\"}");
    assertThat(redacted("say " + token + " now")).isEqualTo("say [redacted] now");
    assertThat(REDACTOR.text("/a/" + token)).isEqualTo("/a/[redacted]");
  }

  @Test
  void hidesWhatABearerBearsAndBasicCredentials() {
    assertThat(REDACTOR.text("agent Bearer abcdefgh12 x")).isEqualTo("agent Bearer [redacted] x");
    assertThat(REDACTOR.text("agent Basic am86aHVudGVyMg== x"))
        .isEqualTo("agent Basic [redacted] x");
  }

  @Test
  void looksAtABodyBehindItsHeaderFieldsByItself() {
    assertThat(redacted("Cookie: a=b; c=d\r\nX-Trace: 7\r\n\r\n{\"pin\":1,\"a\":2}"))
        .isEqualTo("Cookie: [redacted]\r\nX-Trace: 7\r\n\r\n{\"pin\":\"[redacted]\",\"a\":2}");
  }

  @Test
  void knowsFurtherNamesWhenTold() {
    Redactor further = new Redactor(FORMAT, List.of("Favourite-Colour", "kid"), 16_384);
    assertThat(further.payload("{\"favourite_colour\":\"blue\",\"kid\":7,\"skid\":1}"))
        .isEqualTo("{\"favourite_colour\":\"[redacted]\",\"kid\":\"[redacted]\",\"skid\":1}");
  }

  @Test
  void cutsAtACharacterAndSaysHowMuchThereWas() {
    Redactor small = new Redactor(FORMAT, List.of(), 64);
    String cut = small.payload("ä".repeat(100));
    assertThat(cut).endsWith("ä…[cut, 200 bytes]").matches("ä+…\\[cut, 200 bytes]");
    assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(62, 64);
    assertThat(small.payload(cut)).isEqualTo(cut);
    assertThat(small.payload("😀".repeat(40)).substring(0, 4)).isEqualTo("😀😀");
    assertThat(small.payload("x".repeat(64))).isEqualTo("x".repeat(64));
  }

  @Test
  void aPayloadOfManyMegabytesIsCutBeforeItIsLookedAt() {
    String cut = redacted("{\"a\":\"" + "x".repeat(5_000_000) + "\"}");
    assertThat(cut).endsWith("…[cut, 5000008 bytes]");
    assertThat(cut.length()).isLessThanOrEqualTo(16_384);
  }

  @Test
  void takesTimeInProportionToTheText() {
    Redactor large = new Redactor(FORMAT, List.of(), Redactor.GREATEST_MOST_BYTES);
    for (String piece : List.of(
        "eyJ",
        "kb_u_",
        "password",
        "a=b&",
        "\"",
        "[",
        "{\"a\":",
        "\\",
        "%25",
        "<password>",
        "://",
        "-----BEGIN ",
        "name=",
        "a ",
        "AAAA",
        "'",
        "\n ",
        "{\"value\":1,\"name\":",
        "a:b ",
        "_",
        "ghp_")) {
      String text = piece.repeat(400_000 / piece.length());
      long start = System.nanoTime();
      large.payload(text);
      large.text(text);
      assertThat(System.nanoTime() - start).as(piece).isLessThan(5_000_000_000L);
    }
  }

  @Test
  void controlCharactersAndHalfCharactersAreReplaced() {
    assertThat(redacted("a\u0000b\ud800c\td\n")).isEqualTo("a\ufffdb\ufffdc\td\n");
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
