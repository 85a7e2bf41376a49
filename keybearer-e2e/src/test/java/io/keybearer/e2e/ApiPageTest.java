package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The calls of docs/api.md, typed in their order into one shell. What the page writes as an ellipsis
 * or a variable is filled in from the answers before, as a reader would.
 */
final class ApiPageTest {
  private static final Pattern SHELL_BLOCK =
      Pattern.compile("^```sh\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

  /** Codes that mean that the page, and not the reader, is wrong. */
  private static final List<String> WRONG_PAGE = List.of(
      "UNKNOWN_MEMBER",
      "UNKNOWN_PARAMETER",
      "MALFORMED_JSON",
      "WRONG_TYPE",
      "ROUTE_NOT_FOUND",
      "METHOD_NOT_ALLOWED",
      "UNSUPPORTED_MEDIA_TYPE",
      "\"status\":5");

  @Test
  void everyCallOfThePageIsUnderstood(@TempDir Path data) {
    Checkout checkout = Checkout.copy();
    try (RunningServer server = RunningServer.start(checkout, Databases.SQLITE.settings(data))) {
      String shown =
          new Shell(checkout.folder(), Map.of()).run(script(checkout, server)).succeeded();

      assertThat(shown).doesNotContain(WRONG_PAGE);
      assertThat(shown)
          .contains("COMPANY_RULE", "\"key_shown\":true", "\"valid\":true")
          .contains("\"items\":[{\"valid\":true", "was read as 198.51.100.9")
          .contains("\"revoked\":true", "\"rotated_from\":\"", "\"accepted\":2");
    }
  }

  private static String script(Checkout checkout, RunningServer server) {
    StringBuilder script = new StringBuilder();
    SHELL_BLOCK
        .matcher(checkout.text("docs/api.md"))
        .results()
        .map(block -> block.group(1))
        .forEach(block -> script.append(block.contains("kb() {") ? block : heard(block)));
    return script
        .toString()
        .replaceAll("(?m)^export KEYBEARER_URL=.*$", "export KEYBEARER_URL=" + server.address())
        .replaceAll(
            "(?m)^export KEYBEARER_KEY=.*$",
            "export KEYBEARER_KEY=" + server.keysPrinted().get(0))
        .replace("\"kb_s_…\", \"ip\": \"203.0.113.7\"", "\"'$KEY'\", \"ip\": \"203.0.113.7\"");
  }

  /** Says what a block says, and remembers the first key, its id and the row of its verification. */
  private static String heard(String block) {
    return "said=$(\n" + block + ")\n" + """
        printf '%s\\n' "$said"
        : "${KEY:=$(printf %s "$said" | sed -n 's/.*"key":"\\([^"]*\\)".*/\\1/p')}"
        : "${ID:=$(printf %s "$said" | sed -n 's/^{"id":"\\([^"]*\\)".*"key":.*/\\1/p')}"
        : "${LOG_ID:=$(printf %s "$said" | sed -n 's/.*"log_id":"\\([^"]*\\)".*/\\1/p')}"
        """;
  }
}
