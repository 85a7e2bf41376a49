package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes, and how far a revocation has come among them, as people and programs see it. */
class NodesCommandTest {
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

  private List<String> targets() {
    return server.received().stream().map(LoopbackServer.Received::target).toList();
  }

  @Test
  void listsNodesInAlignedColumns() {
    server.answers(200, Samples.NODES);
    Run run = place.run("nodes");
    assertThat(run.status()).isZero();
    String[] lines = run.out().split("\\R", -1);
    assertThat(lines[0]).matches("NAME +STATE +BEHIND +LAG +STARTED +LAST SEEN +ID");
    assertThat(lines[1])
        .startsWith("web-1 (answered)  live ")
        .contains("  0       0.0 s   2029-11-02T08:00:00Z")
        .endsWith("0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d01");
    assertThat(lines[2]).matches("- +fenced +11 +12\\.3 s .*");
  }

  @Test
  void givesProgramsTheNodesAsTheyCame() {
    server.answers(200, Samples.NODES);
    assertThat(place.run("nodes", "--json").out())
        .isEqualTo(Samples.NODES + System.lineSeparator());
  }

  @Test
  void saysAfterARevocationHowFarItHasComeAndDoesNotWait() {
    server
        .answers(200, Samples.revoked(1, 2, 0))
        .answers(200, Samples.revoked(1, 1, 1))
        .answers(200, Samples.revoked(3, 3, 2));
    assertThat(place.run("keys", "revoke", "k").out().split("\\R"))
        .containsExactly(
            "Key checkout (0a1B2c3D4e5F) is revoked since 2029-12-01T00:00:00Z.",
            "1 of 2 live nodes knows.");
    assertThat(place.run("keys", "revoke", "k").out())
        .contains("The only live node knows. 1 more is silent, and answers from the database");
    Run run = place.run("keys", "revoke", "k");
    assertThat(run.out()).contains("All 3 live nodes know. 2 more are silent");
    assertThat(run.status()).isZero();
    assertThat(targets()).containsOnly("/v1/keys/k/revoke");
  }

  @Test
  void saysEachNewsInALineOfItsOwnWhereNobodyLooks() {
    server
        .answers(200, Samples.revoked(1, 3, 0))
        .answers(200, Samples.propagation(1, 3, 0))
        .answers(200, Samples.propagation(2, 3, 0))
        .answers(200, Samples.propagation(3, 3, 0));
    Run run = place.run("keys", "revoke", "k", "--wait");
    assertThat(run.status()).isZero();
    assertThat(run.out().split("\\R"))
        .containsExactly(
            "Key checkout (0a1B2c3D4e5F) is revoked since 2029-12-01T00:00:00Z.",
            "1 of 3 live nodes knows.",
            "2 of 3 live nodes know.",
            "All 3 live nodes know.");
    assertThat(targets()).last().isEqualTo("/v1/changes/4711?wait=all&wait_seconds=1");
  }

  @Test
  void writesOneLineOverOnATerminal() {
    server.answers(200, Samples.revoked(1, 2, 1)).answers(200, Samples.propagation(2, 2, 0));
    Run run = place.watched(60).run("keys", "revoke", "k", "--wait");
    String first =
        "1 of 2 live nodes knows. 1 more is silent, and answers from the database".substring(0, 59);
    String second = "All 2 live nodes know.";
    assertThat(run.out())
        .endsWith(
            first + "\r" + second + " ".repeat(59 - second.length()) + System.lineSeparator());
  }

  @Test
  void leavesTheLastLineWholeOnANarrowTerminal() {
    server.answers(200, Samples.revoked(1, 1, 1));
    Run run = place.watched(40).run("keys", "revoke", "k");
    assertThat(run.out())
        .endsWith(
            String.format("Z.%nThe only live node knows. 1 more is silent, and answers from the"
                + " database or not at all.%n"));
  }

  @Test
  void saysByItsStatusWhenNotEveryNodeKnewInTime() {
    server
        .answers(200, Samples.revoked(1, 2, 0))
        .answers(200, Samples.propagation(1, 2, 0))
        .answers(200, Samples.propagation(1, 2, 0));
    Run run = place.run("keys", "revoke", "k", "--wait", "--wait-seconds", "2");
    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out())
        .contains("is revoked since")
        .endsWith(String.format("1 of 2 live nodes knows.%n"));
  }

  @Test
  void givesProgramsOneDocumentAsItWasAtTheEnd() {
    server.answers(200, Samples.revoked(2, 2, 0)).answers(200, Samples.revoked(1, 2, 0));
    Run run = place.run("keys", "revoke", "k", "--reason", "leaked", "--wait", "--json");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEqualTo(Samples.revoked(2, 2, 0) + System.lineSeparator());
    assertThat(targets()).containsExactly("/v1/keys/k/revoke?wait=all&wait_seconds=10");
    assertThat(place.run("keys", "revoke", "k", "--wait", "--json").status()).isEqualTo(5);
  }

  @Test
  void saysSoWhenTheServerCannotTell() {
    server.answers(200, Samples.revoked(7, 8, 9).replaceAll("_nodes\": [0-9]+", "_nodes\": null"));
    assertThat(place.run("keys", "revoke", "k").out())
        .contains("The server cannot tell which nodes know.");
  }

  @Test
  void refusesToWaitLongerThanTheServerDoes() {
    for (String seconds : List.of("0", "31")) {
      Run run = place.run("keys", "revoke", "k", "--wait", "--wait-seconds", seconds);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("from 1 to 30");
    }
    assertThat(server.received()).isEmpty();
  }
}
