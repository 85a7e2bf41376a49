package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two servers, as processes, on one PostgreSQL. */
final class TwoNodesTest {
  /** Asks the other node for as long as it may take, and says the last answer. */
  private static final String SCRIPT = """
      call() { curl --silent "$1$2" --header "Authorization: Bearer $KEY" --json "$3"; }
      until_says() {
        for turn in $(seq 100); do
          said=$(call "$B" /v1/keys/verify "{\\"key\\":\\"$TEXT\\"}")
          case $said in *"\\"$1\\""*) echo "other node: $1"; return ;; esac
          sleep 0.05
        done
        echo "other node never said $1: $said"
      }
      call "$A" /v1/companies '{"slug":"two-nodes","name":"Two nodes"}'
      made=$(call "$A" /v1/keys '{"company":"two-nodes","name":"k","type":"service","scope":"read"}')
      TEXT=$(printf %s "$made" | sed 's/.*"key":"\\([^"]*\\)".*/\\1/')
      ID=$(printf %s "$made" | sed 's/^{"id":"\\([^"]*\\)".*/\\1/')
      until_says VALID
      call "$A" "/v1/keys/$ID/disable" '{}'
      until_says DISABLED
      call "$A" "/v1/keys/$ID/enable" '{}'
      until_says VALID
      echo "waited: $(call "$A" "/v1/keys/$ID/revoke?wait=all" '{}')"
      echo "at once: $(call "$B" /v1/keys/verify "{\\"key\\":\\"$TEXT\\"}")"
      """;

  @Test
  void whatOneChangesTheOtherFollows(@TempDir Path data) {
    Checkout checkout = Checkout.copy();
    Map<String, String> settings = Databases.POSTGRESQL.settings(data);
    try (RunningServer a = RunningServer.start(checkout, settings);
        RunningServer b = RunningServer.start(checkout, settings)) {
      String recovered =
          new Shell(checkout.folder(), settings).run("./keybearer bootstrap").succeeded();
      Map<String, String> environment = Map.of(
          "A",
          a.address(),
          "B",
          b.address(),
          "KEY",
          RunningServer.keysIn(recovered).get(0));

      String said = new Shell(data, environment).run(SCRIPT).succeeded();

      assertThat(said.lines().filter(line -> line.contains("other node")))
          .allSatisfy(line -> assertThat(line).doesNotContain("never"));
      assertThat(said).contains("other node: DISABLED");
      assertThat(line(said, "waited: "))
          .contains("\"complete\":true,\"live_nodes\":2,\"applied_nodes\":2");
      assertThat(line(said, "at once: ")).contains("\"code\":\"REVOKED\"");
    }
  }

  private static String line(String said, String begin) {
    return said.lines().filter(line -> line.startsWith(begin)).findFirst().orElseThrow();
  }
}
