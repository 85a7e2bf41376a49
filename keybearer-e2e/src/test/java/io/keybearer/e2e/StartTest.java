package io.keybearer.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, stopping and starting again. */
final class StartTest {
  private final Checkout checkout = Checkout.copy();

  @Test
  void printsTheFirstKeyOnceAndDoesNotBuildAgain(@TempDir Path data) {
    Map<String, String> settings = Databases.SQLITE.settings(data);
    String first;
    try (RunningServer server = RunningServer.start(checkout, settings)) {
      assertThat(server.keysPrinted()).hasSize(1);
      first = server.keysPrinted().get(0);
    }
    try (RunningServer again = RunningServer.start(checkout, settings)) {
      assertThat(again.keysPrinted()).isEmpty();
      assertThat(again.output()).doesNotContain("building");
      assertThat(status(again, "/v1/self", first)).isEqualTo(200);
    }
  }

  @Test
  void writesTheFirstKeyToAFileThatOnlyItsOwnerReads(@TempDir Path data) throws IOException {
    Path file = data.resolve("first.key");
    Map<String, String> settings = Map.of(
        "KEYBEARER_DATA",
        data.resolve("data").toString(),
        "KEYBEARER_BOOTSTRAP_KEY_FILE",
        file.toString());
    try (RunningServer server = RunningServer.start(checkout, settings)) {
      assertThat(server.keysPrinted()).isEmpty();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(status(server, "/v1/self", Files.readString(file).strip())).isEqualTo(200);
    }
  }

  @Test
  void makesAnotherPlatformKeyForWhoLostTheFirst(@TempDir Path data) {
    Map<String, String> settings = Databases.SQLITE.settings(data);
    try (RunningServer server = RunningServer.start(checkout, settings)) {
      String said =
          new Shell(checkout.folder(), settings).run("./keybearer bootstrap").succeeded();
      List<String> keys = RunningServer.keysIn(said);
      assertThat(keys).hasSize(1).doesNotContainAnyElementsOf(server.keysPrinted());
      assertThat(status(server, "/v1/companies", keys.get(0))).isEqualTo(200);
    }
  }

  @Test
  void bringsTheSchemaUpToDateAheadOfTheStart(@TempDir Path data) {
    Map<String, String> settings = Databases.SQLITE.settings(data);
    new Shell(checkout.folder(), settings).run("./keybearer migrate").succeeded();
    Map<String, String> onlyCheck = new HashMap<>(settings);
    onlyCheck.put("KEYBEARER_MIGRATE", "false");
    try (RunningServer server = RunningServer.start(checkout, onlyCheck)) {
      assertThat(status(server, "/v1/self", server.keysPrinted().get(0))).isEqualTo(200);
    }
  }

  @Test
  void refusesASettingItDoesNotKnow(@TempDir Path data) {
    Shell.Outcome outcome = new Shell(
            checkout.folder(),
            Map.of("KEYBEARER_DATA", data.toString(), "KEYBEARER_TRUSTED_PROXY", "10.0.0.1"))
        .run("./keybearer serve");
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.out() + outcome.err())
        .contains("KEYBEARER_TRUSTED_PROXY")
        .doesNotContain("Exception");
  }

  @Test
  void namesTheDatabaseThatDoesNotAnswer(@TempDir Path data) {
    Map<String, String> settings = Map.of(
        "KEYBEARER_DATA",
        data.toString(),
        "KEYBEARER_DATABASE_URL",
        "jdbc:postgresql://127.0.0.1:1/keys?sslmode=disable");
    Shell.Outcome outcome = new Shell(checkout.folder(), settings).run("./keybearer serve");
    assertThat(outcome.status()).isNotZero();
    assertThat(outcome.err())
        .contains("jdbc:postgresql://127.0.0.1:1/keys to answer")
        .doesNotContain("sslmode", "Exception");
  }

  @Test
  void servesItsContractAndItsDocumentationWithoutAKey(@TempDir Path data) {
    try (RunningServer server = RunningServer.start(checkout, Databases.SQLITE.settings(data))) {
      assertThat(status(server, "/healthz/live", null)).isEqualTo(200);
      assertThat(status(server, "/healthz/ready", null)).isEqualTo(200);
      assertThat(status(server, "/openapi.yaml", null)).isEqualTo(200);
      assertThat(status(server, "/docs", null)).isEqualTo(200);
      assertThat(status(server, "/v1/keys", null)).isEqualTo(401);
    }
  }

  private static int status(RunningServer server, String path, @Nullable String key) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.address() + path)).GET();
    if (key != null) {
      request.header("Authorization", "Bearer " + key);
    }
    try {
      return HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build()
          .send(request.build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }
}
