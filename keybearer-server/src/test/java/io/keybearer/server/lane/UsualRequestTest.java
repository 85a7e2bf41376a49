package io.keybearer.server.lane;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsualRequestTest {
  private static final String LINE = "POST /v1/keys/verify HTTP/1.1\r\n";
  private static final String FIELDS = """
      Host: localhost:8787
      Authorization: Bearer kb_y_x
      content-type: application/json
      Content-Length: 9
      """.replace("\n", "\r\n");
  private static final String USUAL =
      LINE + FIELDS + "user-agent: curl/8 (x; y)\r\nX-Request-ID: a-1\r\n\r\n{\"key\":1}";

  private static UsualRequest read(String text, UsualHead before) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return UsualRequest.read(bytes, bytes.length, before);
  }

  private static UsualRequest read(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return UsualRequest.read(bytes, bytes.length, null);
  }

  @Test
  void readsFieldsAndBody() {
    UsualRequest request = read(USUAL);

    assertThat(request.length()).isEqualTo(USUAL.length());
    assertThat(new String(request.body(), StandardCharsets.UTF_8)).isEqualTo("{\"key\":1}");
    assertThat(request.head().field(UsualField.AUTHORIZATION)).isEqualTo("Bearer kb_y_x");
    assertThat(request.head().field(UsualField.USER_AGENT)).isEqualTo("curl/8 (x; y)");
    assertThat(request.head().field(UsualField.X_REQUEST_ID)).isEqualTo("a-1");
    assertThat(request.head().field(UsualField.X_API_KEY)).isNull();
  }

  @Test
  void knowsTheHeadOfTheRequestBeforeButForTheLength() {
    UsualHead before = read(USUAL).head();

    assertThat(read(USUAL, before).head()).isSameAs(before);
    UsualRequest shorter = read(USUAL.replace("Length: 9", "Length: 8"), before);
    assertThat(shorter.head()).isSameAs(before);
    assertThat(new String(shorter.body(), StandardCharsets.UTF_8)).isEqualTo("{\"key\":1");
    UsualRequest longer = read(USUAL.replace("Length: 9", "Length: 10").replace("}", " }"), before);
    assertThat(longer.head()).isNotSameAs(before);
    assertThat(new String(longer.body(), StandardCharsets.UTF_8)).isEqualTo("{\"key\":1 }");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "x", "-", " ", "\r", "\u0669"})
  void leavesOtherLengthsBehindAKnownHeadToo(String digit) {
    UsualHead before = read(USUAL).head();

    assertThat(read(USUAL.replace("Length: 9", "Length: " + digit), before))
        .isSameAs(UsualRequest.OTHER);
  }

  @Test
  void takesNoOtherHeadForTheOneBefore() {
    UsualHead before = read(USUAL).head();
    for (int i = 0; i < before.length(); i++) {
      byte[] bytes = USUAL.getBytes(StandardCharsets.ISO_8859_1);
      bytes[i] ^= 1;
      UsualRequest changed = UsualRequest.read(bytes, bytes.length, before);
      UsualRequest unknowing = UsualRequest.read(bytes, bytes.length, null);
      assertThat(changed.body()).as("byte %d", i).isEqualTo(unknowing.body());
      for (UsualField field : UsualField.values()) {
        if (field != UsualField.CONTENT_LENGTH) {
          assertThat(changed.head().field(field)).isEqualTo(unknowing.head().field(field));
        }
      }
    }
  }

  @Test
  void isIncompleteBehindAKnownHeadToo() {
    UsualHead before = read(USUAL).head();
    for (int i = 0; i < USUAL.length(); i++) {
      assertThat(read(USUAL.substring(0, i), before))
          .as("%d bytes", i)
          .isSameAs(UsualRequest.INCOMPLETE);
    }
  }

  @Test
  void endsWhereItsBodyEnds() {
    UsualRequest request = read(USUAL + USUAL);

    assertThat(request.length()).isEqualTo(USUAL.length());
  }

  @Test
  void isIncompleteUpToItsLastByte() {
    for (int i = 0; i < USUAL.length(); i++) {
      assertThat(read(USUAL.substring(0, i))).as("%d bytes", i).isSameAs(UsualRequest.INCOMPLETE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /v1/keys/verify HTTP/1.1\r\n",
        "POST /v1/keys/verify/batch HTTP/1.1\r\n",
        "POST /v1/keys/verify?a=b HTTP/1.1\r\n",
        "POST /v1/keys/verify HTTP/1.0\r\n",
        "POST /v1/keys/verify  HTTP/1.1\r\n",
        "POST http://h/v1/keys/verify HTTP/1.1\r\n",
        "POST /v1/keys/verify HTTP/1.1\n",
        "\r\nPOST /v1/keys/verify HTTP/1.1\r\n",
        "post /v1/keys/verify HTTP/1.1\r\n",
        "PRI * HTTP/2.0\r\n\r\n"
      })
  void leavesOtherRequestLines(String line) {
    assertThat(read(line + FIELDS + "\r\n{\"key\":1}")).isSameAs(UsualRequest.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Transfer-Encoding: chunked\r\n",
        "Content-Length: 9\r\n",
        "content-length: 10\r\n",
        "Authorization: Bearer kb_y_y\r\n",
        "X-API-Key: kb_y_y\r\n",
        "Host: other\r\n",
        "Expect: 100-continue\r\n",
        "Connection: close\r\n",
        "Connection: Upgrade, HTTP2-Settings\r\n",
        "Upgrade: h2c\r\n",
        "X-Forwarded-For: 203.0.113.7\r\n",
        "Forwarded: for=203.0.113.7\r\n",
        "Origin: https://example.com\r\n",
        "Referer: https://example.com\r\n",
        "Content-Encoding: gzip\r\n",
        "Idempotency-Key: 1\r\n",
        "If-Match: \"1\"\r\n",
        "X-Other: 1\r\n",
        "Accept: */*\r\nAccept: */*\r\n",
        "Accept : */*\r\n",
        " Accept: */*\r\n",
        "Accept: a\r\n b\r\n",
        "Accept: \r\n",
        "Accept: a \r\n",
        "Accept:\ta\r\n",
        "Accept: a\tb\r\n",
        "Accept: a\u0000b\r\n",
        "Accept: a\u007fb\r\n",
        "Accept: \u00e9\r\n",
        "Accept: a\n",
        "Accept: a\r\r\n",
        "Accept\r\n",
        "Accept_: a\r\n",
        ": a\r\n",
        "Trailer: a\r\n",
        "TE: trailers\r\n"
      })
  void leavesWhatHasOtherFieldsOrValues(String more) {
    assertThat(read(LINE + FIELDS + more + "\r\n{\"key\":1}")).isSameAs(UsualRequest.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "+9", "09", "9 ", "9,9", "0x9", "99999", "9.0", "９"})
  void leavesOtherLengths(String length) {
    assertThat(read(USUAL.replace("Content-Length: 9", "Content-Length: " + length)))
        .isSameAs(UsualRequest.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "application/json; charset=latin1", "application/jsonx"})
  void leavesOtherTypes(String type) {
    assertThat(read(USUAL.replace("application/json", type))).isSameAs(UsualRequest.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: localhost:8787\r\n",
        "Authorization: Bearer kb_y_x\r\n",
        "content-type: application/json\r\n",
        "Content-Length: 9\r\n"
      })
  void leavesWhatLacksAField(String field) {
    assertThat(read(USUAL.replace(field, ""))).isSameAs(UsualRequest.OTHER);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a/b", "user@host", "a,b", "a?b"})
  void leavesOtherHosts(String host) {
    assertThat(read(USUAL.replace("localhost:8787", host))).isSameAs(UsualRequest.OTHER);
  }

  @Test
  void leavesWhatIsTooLong() {
    String agent = "x".repeat(8_000);
    assertThat(read(USUAL.replace("curl/8", agent)).length()).isEqualTo(USUAL.length() + 7_994);
    assertThat(read(USUAL.replace("curl/8", agent + agent))).isSameAs(UsualRequest.OTHER);
    assertThat(read(USUAL.replace("Content-Length: 9", "Content-Length: 8150")))
        .isSameAs(UsualRequest.OTHER);
  }
}
