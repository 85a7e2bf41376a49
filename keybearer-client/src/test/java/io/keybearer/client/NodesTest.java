package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How far changes have come, as the client asks and understands it. */
class NodesTest {
  private LoopbackServer server;
  private KeybearerClient client;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    client = KeybearerClient.builder().url(server.url()).key("caller").build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LoopbackServer.Received last() {
    return server.received().get(server.received().size() - 1);
  }

  @Test
  void tellsHowFarARevocationHasCome() {
    server.answers(200, Samples.revoked(1, 3, 2));
    RevokedKeyView revoked = client.keys().revoke("k");
    assertThat(last().target()).isEqualTo("/v1/keys/k/revoke");
    assertThat(revoked.apiKey().revoked()).isTrue();
    assertThat(revoked.propagation()).isEqualTo(new PropagationView(4711, false, 3, 1, 2));
  }

  @Test
  void waitsForARevocationToBeKnownEverywhere() {
    server.answers(200, Samples.revoked(3, 3, 0)).answers(200, Samples.revoked(3, 3, 0));
    RevokedKeyView revoked = client.keys().revokeEverywhere("k", "leaked", Duration.ofSeconds(7));
    assertThat(last().target()).isEqualTo("/v1/keys/k/revoke?wait=all&wait_seconds=7");
    assertThat(last().body()).isEqualTo("{\"reason\":\"leaked\"}");
    assertThat(revoked.propagation().complete()).isTrue();
    client.keys().revokeEverywhere("k", null, Duration.ofSeconds(1));
    assertThat(last().body()).isEqualTo("{}");
  }

  @Test
  void mayTakeSoMuchLongerAsItWaits() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      KeybearerClient hasty = KeybearerClient.builder()
          .url("http://127.0.0.1:" + silent.getLocalPort())
          .key("caller")
          .timeout(Duration.ofMillis(500))
          .tries(1)
          .build();
      assertThatThrownBy(() -> hasty.nodes().awaitPropagation(1, Duration.ofSeconds(1)))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageEndingWith("within PT1.5S.");
      assertThatThrownBy(() -> hasty.nodes().propagation(1))
          .isInstanceOf(NoAnswerException.class)
          .hasMessageEndingWith("within PT0.5S.");
    }
  }

  @Test
  void asksForAChangeByItsNumber() {
    server
        .answers(200, Samples.propagation(1, 2, 0))
        .answers(200, Samples.propagation(2, 2, 0))
        .answers(
            200, Samples.propagation(2, 2, 0).replaceAll("_nodes\": [0-9]+", "_nodes\": null"));
    assertThat(client.nodes().propagation(4711).appliedNodes()).isEqualTo(1);
    assertThat(last().target()).isEqualTo("/v1/changes/4711");
    assertThat(client.nodes().awaitPropagation(4711, Duration.ofSeconds(30)).complete())
        .isTrue();
    assertThat(last().target()).isEqualTo("/v1/changes/4711?wait=all&wait_seconds=30");
    assertThat(client.nodes().propagation(4711))
        .isEqualTo(new PropagationView(4711, true, null, null, null));
  }

  @Test
  void waitsForWholeSecondsWithinBounds() {
    for (Duration wrong : List.of(
        Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1_500), Duration.ofSeconds(31))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> client.nodes().awaitPropagation(1, wrong));
    }
    assertThat(server.received()).isEmpty();
  }

  @Test
  void listsTheNodes() {
    server.answers(200, Samples.NODES);
    NodesView nodes = client.nodes().list();
    assertThat(last().target()).isEqualTo("/v1/nodes");
    assertThat(nodes.sequence()).isEqualTo(4711);
    assertThat(nodes.items().get(1))
        .isEqualTo(new NodeView(
            "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d02",
            "",
            false,
            "fenced",
            4700,
            11,
            12.34,
            Duration.ofSeconds(90),
            Instant.parse("2029-11-02T08:00:00Z"),
            Instant.parse("2029-11-30T23:59:00Z")));
  }
}
