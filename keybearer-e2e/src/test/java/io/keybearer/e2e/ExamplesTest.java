package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void aServletInJettyAsksForKeys(@TempDir Path folder) {
    String jars = Objects.requireNonNullElse(
        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
    Map<String, String> environment = Map.of(
        "JAVA",
        System.getProperty("java.home") + "/bin/java",
        "JARS",
        jars,
        "EXAMPLE",
        checkout.folder().resolve("examples/jetty/Jetty.java").toString());
    Shell shell = new Shell(folder, environment);
    try (RunningProgram jetty =
        RunningProgram.start(shell, "exec \"$JAVA\" -Dport=0 -cp \"$JARS\" \"$EXAMPLE\"")) {
      String address = jetty.shown(Pattern.compile("(http://127\\.0\\.0\\.1:\\d+/api/orders)"));
      String key = jetty.shown(RunningProgram.SERVICE_KEY);
      assertThat(RunningProgram.get(address, null).statusCode()).isEqualTo(401);
      HttpResponse<String> served = RunningProgram.get(address, key);
      assertThat(served.statusCode()).isEqualTo(200);
      assertThat(served.body()).startsWith("orders for key:");
    }
  }

  @Test
  void thePageOnServletsShowsTheLinesOfThatExample() {
    Matcher block = Pattern.compile(
            "^```java\\n(FilterHolder.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(checkout.text("docs/spring.md"));
    assertThat(block.find()).isTrue();
    String example = checkout.text("examples/jetty/Jetty.java");
    assertThat(block.group(1).lines()).allSatisfy(line -> assertThat(example).contains(line));
  }

  /** The lines of the page, typed as they stand there. */
  @ParameterizedTest
  @ValueSource(strings = {"spring-boot-3", "spring-boot-4-security"})
  void aSpringBootApplicationAsksForKeys(String example) {
    String lines = springLines().replace("spring-boot-3", example);
    String repository = System.getenv("KEYBEARER_MAVEN_REPO");
    String build =
        lines.lines().filter(line -> line.startsWith("mvn ")).findFirst().orElseThrow();
    String start =
        lines.lines().filter(line -> line.startsWith("java ")).findFirst().orElseThrow();
    Shell shell = new Shell(
        checkout.folder(),
        Map.of(
            "JAVA_HOME",
            System.getProperty("java.home"),
            "PATH",
            System.getProperty("java.home") + "/bin:" + System.getenv("PATH")));
    shell
        .run(
            repository == null
                ? build
                : build.replace("mvn ", "mvn -Dmaven.repo.local='" + repository + "' "))
        .succeeded();
    try (RunningProgram shop = RunningProgram.start(
        shell,
        "exec " + start + " --server.port=0 " + "--spring.datasource.url=jdbc:sqlite:target/"
            + example + ".db")) {
      String address = "http://127.0.0.1:"
          + shop.shown(Pattern.compile("on port (\\d+) \\(http\\)")) + "/orders/7";
      String key = shop.shown(RunningProgram.SERVICE_KEY);
      assertThat(RunningProgram.get(address, null).statusCode()).isEqualTo(401);
      HttpResponse<String> served = RunningProgram.get(address, key);
      assertThat(served.statusCode()).isEqualTo(200);
      assertThat(served.body()).isEqualTo("order 7 for first");
    }
  }

  private String springLines() {
    Matcher block = Pattern.compile("^```sh\\n(mvn .*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
        .matcher(checkout.text("docs/spring.md"));
    assertThat(block.find()).isTrue();
    return block.group(1);
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
