package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example programs, run as their users would. */
final class ExamplesTest {
  private final Checkout checkout = Checkout.copy();

  @Test
  void anApplicationHasItsOwnKeys(@TempDir Path folder) {
    new Shell(checkout.folder(), Map.of()).run("./keybearer --help").succeeded();
    String java = System.getProperty("java.home") + "/bin/java";
    String example =
        checkout.folder().resolve("examples/embedded/Embedded.java").toString();
    String jars = checkout.folder().resolve("keybearer-cli/target/app") + "/*";
    String shown = new Shell(folder, Map.of("JAVA", java, "JARS", jars, "EXAMPLE", example))
        .run("\"$JAVA\" -cp \"$JARS\" \"$EXAMPLE\"")
        .succeeded();
    assertThat(shown).contains("issued: VALID").contains("revoked: REVOKED");
  }

  @Test
  void theReadmeShowsTheLinesOfThatApplication() {
    Matcher block = Pattern.compile("^```java\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(checkout.text("README.md"));
    assertThat(block.find()).isTrue();
    String example = checkout.text("examples/embedded/Embedded.java");
    assertThat(block.group(1).lines().map(String::strip).filter(line -> line.length() > 1))
        .allSatisfy(line -> assertThat(example).contains(line));
  }

  @Test
  void curlIsAllThatAClientNeeds(@TempDir Path data) {
    try (RunningServer server = RunningServer.start(checkout, Databases.SQLITE.settings(data))) {
      Map<String, String> environment = Map.of(
          "KEYBEARER_URL",
          server.address(),
          "KEYBEARER_KEY",
          server.keysPrinted().get(0));
      new Shell(checkout.folder(), environment).run("examples/curl/run.sh").succeeded();
    }
  }
}
