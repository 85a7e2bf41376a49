package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeCommandTest {
  private static final Pattern ADDRESS = Pattern.compile("listens on (http://\\S+)");

  @TempDir
  private Path folder;

  private final ExecutorService thread = Executors.newSingleThreadExecutor();

  @AfterEach
  void stop() {
    thread.shutdownNow();
  }

  /** What the server prints, and when it has said where it listens. */
  private static final class Output extends ByteArrayOutputStream {
    private final CountDownLatch listening = new CountDownLatch(1);

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      super.write(bytes, from, length);
      if (toString(StandardCharsets.UTF_8).contains("listens on")) {
        listening.countDown();
      }
    }
  }

  private Run.Place place() {
    return new Run.Place()
        .with("KEYBEARER_DATA", folder.resolve("data").toString())
        .with("KEYBEARER_BOOTSTRAP_KEY_FILE", folder.resolve("key").toString())
        .with("KEYBEARER_PORT", "0");
  }

  private Future<Integer> serve(Output output) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KEYBEARER_DATA", folder.resolve("data").toString());
    environment.put("KEYBEARER_BOOTSTRAP_KEY_FILE", folder.resolve("key").toString());
    environment.put("KEYBEARER_PORT", "0");
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    Terminal terminal = new Terminal(
        environment,
        InputStream.nullInputStream(),
        out,
        out,
        Clock.systemUTC(),
        Terminal.UNBOUNDED,
        Colours.OFF);
    return thread.submit(() -> KeybearerCommand.run(terminal, "serve"));
  }

  @Test
  void servesWhatTheOtherCommandsAsk() throws Exception {
    Output output = new Output();
    Future<Integer> served = serve(output);
    assertThat(output.listening.await(60, TimeUnit.SECONDS))
        .as(output.toString(StandardCharsets.UTF_8))
        .isTrue();
    Matcher address = ADDRESS.matcher(output.toString(StandardCharsets.UTF_8));
    assertThat(address.find()).isTrue();
    Run.Place caller = new Run.Place()
        .with("KEYBEARER_URL", address.group(1))
        .with("KEYBEARER_KEY", Files.readString(folder.resolve("key")));
    assertThat(caller.run("companies", "create", "acme").status()).isZero();
    Run created = caller.run(
        "keys",
        "create",
        "--company",
        "acme",
        "--name",
        "a",
        "--quiet",
        "--expires-at",
        "2099-01-01",
        "--meta",
        "team=billing",
        "--rate-limit",
        "10",
        "--quota",
        "5/day",
        "--limit",
        "burst=3/60",
        "--allow-ip",
        "192.0.2.0/24",
        "--route",
        "GET /orders/*");
    assertThat(created.err()).isEmpty();
    caller.input(created.out());
    String[] good = {
      "keys", "verify", "--ip", "192.0.2.7", "--method", "GET", "--endpoint", "/orders/7"
    };
    assertThat(caller.run(good).out()).contains("VALID").contains("2 of 3 left");
    assertThat(caller.run("keys", "verify", "--ip", "198.51.100.9").out()).contains("IP_DENIED");
    String id = caller.run("keys", "list", "--company", "acme", "--quiet").out().strip();
    assertThat(caller.run("keys", "show", id).out()).contains("team=billing");
    assertThat(caller
            .run("keys", "update", id, "--clear", "allowed-ips", "--name", "b")
            .out())
        .doesNotContain("192.0.2.0/24");
    assertThat(caller.run("keys", "extend", id, "--days", "30").out()).contains("2099-01-31");
    assertThat(caller.run("keys", "disable", id).status()).isZero();
    assertThat(caller.run("keys", "enable", id).status()).isZero();
    Run rotated = caller.run("keys", "rotate", id, "--grace", "PT1H", "--quiet");
    assertThat(rotated.out()).startsWith("kb_s_");
    assertThat(caller.run("keys", "revoke", id, "--reason", "lost laptop").status())
        .isZero();
    assertThat(caller.run(good).out()).contains("REVOKED");
    assertThat(caller.run("keys", "extend", id, "--days", "30").status()).isEqualTo(1);
    assertThat(caller.run("owners", "set", "acme", "ada", "--inactive").status())
        .isZero();
    assertThat(caller.run("companies", "list").out()).contains("acme");
    assertThat(caller.run("self").out()).contains("keybearer:companies");
    assertThat(caller.run("logs", "--api-key", id).status()).isZero();
    assertThat(caller.run("keys", "show", "unknown").status()).isEqualTo(4);
    assertThat(caller.with("KEYBEARER_KEY", "nonsense").run("self").status()).isEqualTo(3);
    thread.shutdownNow();
    assertThat(served.get(60, TimeUnit.SECONDS)).isZero();
  }

  @Test
  void makesKeyForWhoLostTheFirst() throws Exception {
    Run run = place().run("bootstrap");
    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(Files.readString(folder.resolve("key"))).startsWith("kb_y_");
    assertThat(run.out()).doesNotContain("kb_y_");
    Run again = place().run("bootstrap");
    assertThat(again.status()).isEqualTo(5);
    assertThat(again.err()).contains("KEYBEARER_BOOTSTRAP_KEY_FILE").doesNotContain("Exception");
  }

  @Test
  void bringsSchemaUpToDateTwice() {
    assertThat(place().run("migrate").status()).isZero();
    assertThat(place().run("migrate").out()).contains("up to date");
  }

  @Test
  void printsTheSqlAndTouchesNothing() {
    Run run = place().run("migrate", "--print", "--database", "postgresql");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("CREATE TABLE keybearer_api_key (", "keybearer_api_key_log")
        .contains("INSERT INTO keybearer_schema_version")
        .doesNotContain("up to date");
    assertThat(folder.resolve("data")).doesNotExist();
    assertThat(place().run("migrate", "--print").status()).isEqualTo(2);
    Run unknown = place().run("migrate", "--print", "--database", "oracle");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.err()).contains("postgresql or sqlite");
  }

  @Test
  void tellsEverySettingThatIsWrong() {
    Run run =
        place().with("KEYBEARER_PORT", "many").with("KEYBEARER_MIGRATE", "si").run("serve");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("  KEYBEARER_PORT").contains("  KEYBEARER_MIGRATE");
    assertThat(run.out()).isEmpty();
  }
}
