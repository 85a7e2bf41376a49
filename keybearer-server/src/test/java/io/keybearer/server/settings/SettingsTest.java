package io.keybearer.server.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.keybearer.limit.redis.FailurePolicy;
import io.keybearer.log.LogSpool;
import io.keybearer.policy.ForwardingHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir
  private Path folder;

  private static List<String> problems(Map<String, String> environment) {
    UnreadableSettingsException wrong =
        catchThrowableOfType(UnreadableSettingsException.class, () -> Settings.read(environment));
    assertThat(wrong).as("an exception").isNotNull();
    return wrong.problems();
  }

  @Test
  void hasDefaultForEverything() {
    Settings settings = Settings.read(Map.of("PATH", "/bin", "KEYBEARER_PORT", " "));

    assertThat(settings.host()).isEqualTo("127.0.0.1");
    assertThat(settings.port()).isEqualTo(8787);
    assertThat(settings.database().url()).isEqualTo("jdbc:sqlite:./data/keybearer.db");
    assertThat(settings.database().connections()).isEqualTo(8);
    assertThat(settings.database().migrate()).isTrue();
    assertThat(settings.database().postgresql()).isFalse();
    assertThat(settings.clientAddress().header()).isEqualTo(ForwardingHeader.X_FORWARDED_FOR);
    assertThat(settings.clientAddress().trustedProxies()).isNull();
    assertThat(settings.keyFormat().brand()).hasToString("kb");
    assertThat(settings.keyFormat().environments()).containsExactly("live", "test");
    assertThat(settings.maxStaleness()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.peppers().all()).isEmpty();
    assertThat(settings.redis()).isNull();
    assertThat(settings.logSpool()).isEqualTo(LogSpool.in(Path.of("./data/spool")));
  }

  @Test
  void readsWhetherAndWhereTheLogIsSpooled() {
    Map<String, String> environment = new TreeMap<>(Map.of(
        "KEYBEARER_DATA", "/var/lib/keybearer",
        "KEYBEARER_LOG_SPOOL_BYTES", "1099511627776",
        "KEYBEARER_LOG_DRAIN_SHARE", "100"));
    assertThat(Settings.read(environment).logSpool())
        .isEqualTo(new LogSpool(Path.of("/var/lib/keybearer/spool"), 1L << 40, 1));
    environment.put("KEYBEARER_LOG_SPOOL", "/mnt/fast");
    assertThat(Settings.read(environment).logSpool())
        .isEqualTo(new LogSpool(Path.of("/mnt/fast"), 1L << 40, 1));
    environment.put("KEYBEARER_LOG_DURABILITY", "memory");
    assertThat(Settings.read(environment).logSpool()).isNull();
  }

  @Test
  void readsFileAndLetsEnvironmentWin() throws IOException {
    Path file = Files.writeString(
        folder.resolve("keybearer.properties"),
        "KEYBEARER_PORT=9000\nKEYBEARER_HOST=::1\nKEYBEARER_KEY_BRAND=acme_pay\n");

    Settings settings =
        Settings.read(Map.of("KEYBEARER_CONFIG", file.toString(), "KEYBEARER_PORT", "9001"));

    assertThat(settings.port()).isEqualTo(9001);
    assertThat(settings.host()).isEqualTo("::1");
    assertThat(settings.keyFormat().brand()).hasToString("acme_pay");
  }

  @Test
  void readsWhereLimitsAreSharedAndWhatHoldsWithoutIt() {
    String url = "rediss://keybearer:secret%40word@redis.example/2";
    Settings.Redis redis =
        Objects.requireNonNull(Settings.read(Map.of("KEYBEARER_REDIS_URL", url)).redis());
    assertThat(redis.address()).hasToString("rediss://redis.example:6379/2");
    assertThat(redis.failurePolicy()).isEqualTo(FailurePolicy.LOCAL);
    assertThat(redis.toString()).doesNotContain("secret");

    for (FailurePolicy policy : FailurePolicy.values()) {
      Settings settings = Settings.read(
          Map.of("KEYBEARER_REDIS_URL", url, "KEYBEARER_REDIS_FAILURE", policy.wireName()));
      assertThat(settings.redis()).returns(policy, Settings.Redis::failurePolicy);
    }
  }

  @Test
  void reportsEverythingThatIsWrongTogether() {
    Map<String, String> environment = new TreeMap<>();
    environment.put("KEYBEARER_PROT", "8080");
    environment.put("KEYBEARER_PORT", "80800");
    environment.put("KEYBEARER_DATABASE_URL", "jdbc:mysql://x");
    environment.put("KEYBEARER_DATABASE_CONNECTIONS", "many");
    environment.put("KEYBEARER_MIGRATE", "yes");
    environment.put("KEYBEARER_TRUSTED_PROXIES", "10.0.0.1/8");
    environment.put("KEYBEARER_CLIENT_ADDRESS_HEADER", "X-Real-IP");
    environment.put("KEYBEARER_KEY_BRAND", "Acme");
    environment.put("KEYBEARER_KEY_ENVIRONMENTS", "live,LIVE");
    environment.put("KEYBEARER_MAX_STALENESS", "5s");
    environment.put("KEYBEARER_REDIS_URL", "localhost:6379");
    environment.put("KEYBEARER_REDIS_FAILURE", "fail");
    environment.put("KEYBEARER_LOG_DURABILITY", "disk");
    environment.put("KEYBEARER_LOG_SPOOL_BYTES", "1048575");
    environment.put("KEYBEARER_LOG_DRAIN_SHARE", "0");

    List<String> problems = problems(environment);

    assertThat(problems)
        .hasSize(15)
        .allMatch(line -> line.startsWith("KEYBEARER_") && !line.contains("\n"));
    assertThat(problems.stream().map(line -> line.substring(0, line.indexOf(':'))))
        .containsExactlyInAnyOrderElementsOf(environment.keySet());
  }

  @Test
  void neverShowsSecrets() {
    String secret = "c2VjcmV0LW9mLXRoZS1wZXBwZXI";
    List<String> problems =
        problems(Map.of("KEYBEARER_PEPPER", "Bad Id:" + secret + ",x:" + secret));
    assertThat(problems).singleElement().asString().doesNotContain(secret);

    String url = "jdbc:postgresql://h/d?user=u&password=" + secret;
    assertThat(problems(Map.of("KEYBEARER_DATABASE_URL", url)))
        .singleElement()
        .asString()
        .doesNotContain(secret);

    String redis = "redis://user:" + secret + "@host:port";
    assertThat(problems(Map.of("KEYBEARER_REDIS_URL", redis)))
        .singleElement()
        .asString()
        .startsWith("KEYBEARER_REDIS_URL: expected redis://host:port")
        .doesNotContain(secret);

    Settings settings = Settings.read(
        Map.of("KEYBEARER_PEPPER", "p1:" + secret, "KEYBEARER_DATABASE_PASSWORD", secret));
    assertThat(settings.toString()).doesNotContain(secret);
  }

  @Test
  void refusesFileWithOtherNamesAndFileThatIsNotThere() throws IOException {
    Path file = Files.writeString(folder.resolve("k.properties"), "PORT=1\nKEYBEARER_CONFIG=x\n");

    assertThat(problems(Map.of("KEYBEARER_CONFIG", file.toString()))).hasSize(2);
    assertThat(problems(Map.of("KEYBEARER_CONFIG", folder.resolve("none").toString())))
        .singleElement()
        .asString()
        .startsWith("KEYBEARER_CONFIG: ");
  }

  @Test
  void isDocumentedLineByLine() throws IOException {
    Path page = Path.of("").toAbsolutePath().resolveSibling("docs").resolve("configuration.md");
    Matcher rows = Pattern.compile(
            "^\\| `(KEYBEARER_[A-Z_]+)` \\| (.*?) \\| (.*?) \\| (.*?) \\| (.*) \\|$",
            Pattern.MULTILINE)
        .matcher(Files.readString(page));
    Map<String, String> documented = new TreeMap<>();
    while (rows.find()) {
      documented.put(
          rows.group(1),
          String.join(
              "|",
              rows.group(2).replace("`", "").strip(),
              rows.group(3),
              rows.group(4).strip(),
              rows.group(5)));
    }

    Map<String, String> coded = new TreeMap<>();
    Arrays.stream(Setting.values())
        .forEach(setting -> coded.put(
            setting.variable(),
            String.join(
                "|",
                setting.standard(),
                setting.unit(),
                setting.secret() ? "yes" : "",
                setting.description())));
    assertThat(documented).isEqualTo(coded);
  }
}
