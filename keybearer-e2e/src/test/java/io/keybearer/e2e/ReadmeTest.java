package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The README's lines, typed one after the other into one shell. */
final class ReadmeTest {
  private static final Pattern SHELL_BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final String KEY_LINE = "export KEYBEARER_KEY=";

  @ParameterizedTest
  @EnumSource
  void tenLinesIssueVerifyExtendRevokeAndShowTheLog(Databases database, @TempDir Path data) {
    Checkout checkout = Checkout.copy();
    try (RunningServer server = RunningServer.start(checkout, database.settings(data))) {
      Map<String, String> environment = new HashMap<>();
      environment.put("KEYBEARER_URL", server.address());
      assertThat(server.keysPrinted()).as(server.output()).hasSize(1);

      String typed = tenLines(checkout)
          .replaceAll(
              "(?m)^" + KEY_LINE + ".*$", KEY_LINE + server.keysPrinted().get(0))
          .replace("http://127.0.0.1:8787", server.address());
      Shell.Outcome outcome = new Shell(checkout.folder(), environment).run(typed);

      String shown = outcome.succeeded();
      assertThat(shown).contains("acme");
      assertThat(shown.lines().filter(line -> line.contains("VALID")).toList())
          .hasSizeGreaterThanOrEqualTo(2);
      assertThat(shown).contains("\"valid\":true");
      assertThat(shown).contains("IP_DENIED").contains("REVOKED").contains("is revoked since");
      assertThat(server.stop()).isIn(0, 143);
      assertThat(server.output()).doesNotContain("Exception");
    }
  }

  /** The block after the one that starts the server. */
  private static String tenLines(Checkout checkout) {
    List<String> blocks = SHELL_BLOCK
        .matcher(checkout.text("README.md"))
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(block -> block.contains(KEY_LINE))
        .toList();
    assertThat(blocks).hasSize(1);
    return blocks.get(0);
  }
}
