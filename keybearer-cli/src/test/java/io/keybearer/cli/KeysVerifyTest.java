package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysVerifyTest {
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

  private String sent() {
    return server.received().get(server.received().size() - 1).body();
  }

  @Test
  void readsKeyFromStandardInput() {
    server.answers(200, Samples.VALID).answers(200, Samples.VALID);
    Run run = place.input("  kb_s_text \nmore\n").run("keys", "verify");
    assertThat(sent()).isEqualTo("{\"key\":\"kb_s_text\"}");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .containsPattern("(?m)^verdict +VALID$")
        .contains("99 of 100 left")
        .containsPattern("(?m)^shadow denied +routes$")
        .doesNotContain("kb_s_text");
    place.run("keys", "verify", "-");
    assertThat(sent()).isEqualTo("{\"key\":\"kb_s_text\"}");
  }

  @Test
  void readsKeyFromVariableOrArgument() {
    server.answers(200, Samples.VALID).answers(200, Samples.VALID);
    place.with("CUSTOMER_KEY", "kb_s_variable").run("keys", "verify", "--from-env", "CUSTOMER_KEY");
    assertThat(sent()).contains("kb_s_variable");
    place.run("keys", "verify", "kb_s_argument");
    assertThat(sent()).contains("kb_s_argument");
  }

  @Test
  void sendsEverythingThatIsAsked() {
    server.answers(200, Samples.VALID);
    place
        .input("k")
        .run(
            "keys",
            "verify",
            "--ip",
            "192.0.2.7",
            "--referer",
            "https://a.example/",
            "--origin",
            "https://a.example",
            "--user-agent",
            "curl",
            "--method",
            "GET",
            "--endpoint",
            "/orders/7",
            "--scope",
            "read",
            "--permission",
            "orders:read",
            "--cost",
            "0");
    assertThat(sent())
        .isEqualTo("{\"key\":\"k\",\"ip\":\"192.0.2.7\",\"referer\":\"https://a.example/\","
            + "\"origin\":\"https://a.example\",\"method\":\"GET\","
            + "\"endpoint\":\"/orders/7\",\"scope\":\"read\","
            + "\"permissions\":[\"orders:read\"],\"cost\":0,\"user_agent\":\"curl\"}");
  }

  @Test
  void returnsOneForKeyThatIsNotValid() {
    server.answers(200, Samples.NOT_FOUND).answers(200, Samples.NOT_FOUND);
    Run run = place.input("k").run("keys", "verify");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).containsPattern("^verdict +NOT_FOUND");
    assertThat(run.err()).isEmpty();
    Run json = place.run("keys", "verify", "--json");
    assertThat(json.status()).isEqualTo(1);
    assertThat(json.out()).isEqualTo(String.format("%s%n", Samples.NOT_FOUND));
  }

  @Test
  void tellsWhichRuleRefused() {
    server.answers(
        200,
        Samples.NOT_FOUND.replace(
            "\"NOT_FOUND\", \"rule\": null", "\"RATE_LIMITED\", \"rule\": \"limits.burst\""));
    Run run = place.input("k").run("keys", "verify");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).containsPattern("(?m)^refused by +limits.burst$");
  }

  @Test
  void asksNothingWithoutKey() {
    assertThat(place.run("keys", "verify").status()).isEqualTo(2);
    assertThat(place.run("keys", "verify", "--from-env", "MISSING").status()).isEqualTo(2);
    assertThat(place.run("keys", "verify", "k", "--from-env", "HOME").status()).isEqualTo(2);
    assertThat(server.received()).isEmpty();
  }
}
