package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysExplainTest {
  private LoopbackServer server;
  private Run.Place place;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    place = Run.Place.at(server);
    server.answers(200, Samples.EXPLANATION);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LoopbackServer.Received sent() {
    return server.received().get(server.received().size() - 1);
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9]+m", "");
  }

  @Test
  void showsVerdictAndEveryRule() {
    Run run = place.run("keys", "explain", Samples.KEY_ID);
    assertThat(sent().target()).isEqualTo("/v1/keys/" + Samples.KEY_ID + "/explain");
    assertThat(sent().body()).isEqualTo("{}");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .containsPattern("(?m)^verdict +IP_DENIED$")
        .containsPattern("(?m)^decided by +allowed_ips$")
        .containsPattern("(?m)^key +checkout \\(0a1B2c3D4e5F\\)$")
        .containsPattern("(?m)^at +2029-12-01T00:00:00Z$")
        .containsPattern("(?m)^log +0190b3f2-\\S+, VALID at 2029-11-30T00:00:00Z$")
        .containsPattern("(?m)^RESULT +RULE +KEY +REQUEST +WHY$")
        .containsPattern("(?m)^✓ passed +revoked +- +- +The key is not revoked.$")
        .containsPattern("(?m)^✗ denied +allowed_ips +192.0.2.0/24, 2001:db8::/32 +198.51.100.7"
            + " +198.51.100.7 lies in none of the entries listed.$")
        .containsPattern("(?m)^! shadow_denied +routes +GET /orders +- +The request")
        .containsPattern("(?m)^- not_set +quota +- +- +The key has no quota.$");
  }

  @Test
  void sendsEverythingThatIsAsked() {
    place.run(
        "keys",
        "explain",
        "k",
        "--ip",
        "192.0.2.7",
        "--referer",
        "https://a.example/",
        "--origin",
        "https://a.example",
        "--method",
        "GET",
        "--endpoint",
        "/orders/7",
        "--scope",
        "read",
        "--permission",
        "orders:read",
        "--cost",
        "2",
        "--at",
        "2030-01-31");
    assertThat(sent().body())
        .isEqualTo("{\"ip\":\"192.0.2.7\",\"referer\":\"https://a.example/\","
            + "\"origin\":\"https://a.example\",\"method\":\"GET\",\"endpoint\":\"/orders/7\","
            + "\"scope\":\"read\",\"permissions\":[\"orders:read\"],\"cost\":2,"
            + "\"at\":\"2030-01-31T00:00:00Z\"}");
  }

  @Test
  void asksAboutRowOfTheLog() {
    place.run("keys", "explain", "k", "--log-id", "row", "--scope", "read");
    assertThat(sent().body()).isEqualTo("{\"log_id\":\"row\",\"scope\":\"read\"}");
  }

  @Test
  void returnsZeroForWhatWouldBeValid() {
    server.close();
    Run run = valid("true");
    assertThat(run.status()).isZero();
    assertThat(run.out()).containsPattern("(?m)^verdict +VALID$").doesNotContain("decided by");
    assertThat(valid("false").out())
        .contains("at       2029-12-01T00:00:00Z, limits and quota left out");
  }

  private static Run valid(String now) {
    String valid = Samples.EXPLANATION
        .replace(
            "\"valid\": false, \"code\": \"IP_DENIED\", \"rule\": \"allowed_ips\"",
            "\"valid\": true, \"code\": \"VALID\", \"rule\": null")
        .replace("\"now\": true", "\"now\": " + now);
    try (LoopbackServer other = new LoopbackServer()) {
      return Run.Place.at(other.answers(200, valid)).run("keys", "explain", "k");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Test
  void printsJsonAsItCame() {
    Run run = place.run("keys", "explain", "k", "--json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo(String.format("%s%n", Samples.EXPLANATION));
  }

  @Test
  void wrapsSentencesOnNarrowTerminals() {
    Run run = place.watched(100).run("keys", "explain", "k");
    String table = plain(run.out());
    assertThat(table.lines()).allMatch(line -> line.length() <= 100);
    assertThat(table).contains("198.51.100.7 lies in none of the");
    assertThat(table).containsPattern("(?m)^ {40,}entries listed\\.$");
  }

  @Test
  void coloursResultsOnTerminals() {
    String out = place.watched(200).run("keys", "explain", "k").out();
    assertThat(out)
        .contains("\u001b[32m✓ passed")
        .contains("\u001b[31m✗ denied")
        .contains("\u001b[33m! shadow_denied")
        .contains("\n- not_set");
  }
}
