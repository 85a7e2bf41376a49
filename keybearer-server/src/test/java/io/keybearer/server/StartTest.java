package io.keybearer.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.settings.Settings;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartTest {
  @TempDir
  private Path folder;

  private Map<String, String> settings() {
    return Map.of(
        "KEYBEARER_PORT", "0", "KEYBEARER_DATA", folder.resolve("data").toString());
  }

  @Test
  void printsFirstKeyOnceOverDatabaseOfItsOwn() {
    String key;
    try (TestServer first = TestServer.startOnDatabase(settings())) {
      key = first.platformKey();
      assertThat(key).startsWith("kb_y_");
      assertThat(first.printed()).contains("Keybearer listens on http://127.0.0.1:");
      JsonNode self = first.get("/v1/self").expect(200).json().get("api_key");
      assertThat(self.get("type").asText()).isEqualTo("system");
      first.company("acme");
    }
    try (TestServer second = TestServer.startOnDatabase(settings())) {
      assertThat(second.platformKey()).isEmpty();
      second.request("GET", "/v1/companies/acme").key(key).send().expect(200);
    }
  }

  @Test
  void writesFirstKeyToFileThatOnlyItsOwnerReads() throws IOException {
    Path file = folder.resolve("first-key");
    Store store = InMemoryStore.create(Clock.systemUTC());

    try (TestServer server =
        TestServer.start(store, Map.of("KEYBEARER_BOOTSTRAP_KEY_FILE", file.toString()))) {
      String key = Files.readString(file).strip();
      assertThat(server.platformKey()).isEmpty();
      assertThat(server.printed()).contains(file.toString()).doesNotContain(key);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      server.request("GET", "/v1/self").key(key).send().expect(200);
    }
  }

  @Test
  void overwritesNoFileAndMakesNoKeyThen() throws IOException {
    Path file = Files.writeString(folder.resolve("there"), "mine");
    Store store = InMemoryStore.create(Clock.systemUTC());
    Map<String, String> settings = Map.of("KEYBEARER_BOOTSTRAP_KEY_FILE", file.toString());

    assertThatThrownBy(() -> TestServer.start(store, settings))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("KEYBEARER_BOOTSTRAP_KEY_FILE");
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void saysInOneLineThatPortIsTaken() {
    try (TestServer server = TestServer.start()) {
      Map<String, String> same = Map.of("KEYBEARER_PORT", Integer.toString(server.port()));

      assertThatThrownBy(() -> TestServer.start(InMemoryStore.create(Clock.systemUTC()), same))
          .isInstanceOf(ServerStartException.class)
          .hasMessageContaining("127.0.0.1:" + server.port());
    }
  }

  @Test
  void makesAnotherPlatformKeyForWhoLostTheFirst() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
    Server.migrate(Settings.read(settings()));

    Server.bootstrap(Settings.read(settings()), print);

    try (TestServer server = TestServer.startOnDatabase(settings())) {
      assertThat(server.platformKey()).isEmpty();
      String key = out.toString(StandardCharsets.UTF_8)
          .lines()
          .map(String::strip)
          .filter(line -> line.startsWith("kb_y_"))
          .findFirst()
          .orElseThrow();
      server.request("GET", "/v1/companies").key(key).send().expect(200);
    }
  }

  @Test
  void finishesRequestsThatCameBeforeItStopped() {
    FailingStore store = new FailingStore(InMemoryStore.create(Clock.systemUTC()));
    TestServer server = TestServer.start(store.store(), Map.of());
    server.get("/v1/companies").expect(200);
    store.hangLists();
    CompletableFuture<Reply> asked =
        CompletableFuture.supplyAsync(() -> server.get("/v1/companies"), inThread());
    Awaitility.await().until(store::isHanging);
    CompletableFuture<Void> stopped = CompletableFuture.runAsync(server::close, inThread());

    Awaitility.await().until(() -> refuses(server));
    store.letGo();

    assertThat(asked.join().status()).isEqualTo(200);
    stopped.join();
    server.close();
  }

  private static Executor inThread() {
    return work -> new Thread(work).start();
  }

  private static boolean refuses(TestServer server) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }
}
