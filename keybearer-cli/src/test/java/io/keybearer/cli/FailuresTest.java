package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {
  private static final String KEY_SHAPED = "kb_s_" + "a".repeat(61);

  private LoopbackServer server;
  private Run.Place place;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    place = Run.Place.at(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String problem(int status, String errors) {
    return "{\"type\":\"urn:keybearer:problem:x\",\"code\":\"X\",\"title\":\"T\",\"status\":"
        + status
        + ",\"detail\":\"It is so.\",\"request_id\":\"r-1\",\"errors\":["
        + errors
        + "]}";
  }

  @ParameterizedTest
  @CsvSource({"400,1", "401,3", "403,3", "404,4", "409,1", "412,1", "429,1", "500,5"})
  void returnsStatusOfProblem(int http, int expected) {
    server.answers(http, problem(http, ""));
    Run run = place.run("keys", "show", "k");
    assertThat(run.status()).isEqualTo(expected);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith(String.format("keybearer: It is so.%n"));
    assertThat(run.err().contains("request: r-1")).isEqualTo(http >= 500);
  }

  @Test
  void tellsWrongFieldsBeneath() {
    server.answers(
        400,
        problem(
            400,
            "{\"path\":\"name\",\"code\":\"REQUIRED\",\"detail\":\"A value is required here.\"},"
                + "{\"path\":\"limits[0].window\",\"code\":\"OUT_OF_RANGE\",\"detail\":\"No.\"}"));
    Run run = place.run("keys", "create", "--name", "", "--json");
    assertThat(run.err())
        .isEqualTo(String.format("keybearer: It is so.%n  name: A value is required here.%n"
            + "  limits[0].window: No.%n"));
  }

  @Test
  void returnsFiveWhenNothingAnswers() {
    server.close();
    Run run = place.run("self", "--timeout", "1");
    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("Nothing answers at " + server.url());
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void returnsFiveWhenSomethingElseAnswers() {
    server.answers(200, "<html>");
    assertThat(place.run("self").status()).isEqualTo(5);
  }

  @Test
  void returnsThreeWithoutKey() {
    Run run = new Run.Place().run("self");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err()).contains("KEYBEARER_KEY");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "keys",
        "nonsense",
        "keys create",
        "keys create --name a --expires-at tomorrow",
        "keys create --name a --expires-in 90",
        "keys create --name a --expires-in P1D --expires-at 2030-01-01",
        "keys create --name a --limit 100/60",
        "keys create --name a --quota 100/hour",
        "keys create --name a --rate-limit many",
        "keys extend k",
        "keys extend k --days 0",
        "keys extend k --days 1 --duration P1D",
        "keys show",
        "keys show a b",
        "keys list --nonsense",
        "self --url ftp://example.com",
        "self --timeout 0"
      })
  void returnsTwoForWrongUsage(String line) {
    Run run = place.run(line.split(" "));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("keybearer: ").doesNotContain("Exception");
    assertThat(run.err().lines()).hasSizeLessThanOrEqualTo(2);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void doesNotRepeatWhatLooksLikeKey() {
    Run run = place.run("keys", "show", "k", KEY_SHAPED);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("<redacted>").doesNotContain("aaaa");
  }
}
