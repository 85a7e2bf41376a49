package io.keybearer.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.server.TestServer;
import io.keybearer.store.InMemoryStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledLogsTest {
  @TempDir
  private Path folder;

  private TestServer server;

  @BeforeEach
  void start() {
    server = TestServer.start(
        InMemoryStore.create(Clock.systemUTC()),
        Map.of(
            "KEYBEARER_LOG_DURABILITY",
            "spool",
            "KEYBEARER_LOG_SPOOL",
            folder.resolve("spool").toString()));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void acknowledgesAReportFromTheSpoolAndShowsItSoon() {
    server.company("acme");
    JsonNode key = server.key("acme", "spooled", "");
    String id = key.get("id").asText();
    String verify = "{\"key\":\"" + key.get("key").asText() + "\"}";
    String logId = server.post("/v1/keys/verify", verify).json().get("log_id").asText();
    String report = "[{\"log_id\":\"" + logId + "\",\"status_code\":201}]";
    JsonNode receipt = server.post("/v1/logs", report).expect(200).json();
    assertThat(receipt.get("accepted").asInt()).isEqualTo(1);
    assertThat(receipt.get("ids").get(0).asText()).isEqualTo(logId);
    String path = "/v1/logs?status=201&api_key=" + id;
    await(() -> server.get(path).json().get("items").size() == 1);
    server.post("/v1/logs", report).expect(200);
    await(() -> metrics().contains("keybearer_log_unapplied_total 1.0"));
    assertThat(metrics())
        .contains("keybearer_log_spool_takes 1.0")
        .contains("keybearer_log_spool_damaged_total 0.0")
        .contains("keybearer_log_refused_total 0.0")
        .contains("keybearer_log_spool_behind_seconds ");
  }

  @Test
  void keepsTheSpoolFromOthersAndLeavesNothingBehind() throws Exception {
    server.get("/v1/self").expect(200);
    try (Stream<Path> inside = Files.walk(folder.resolve("spool"))) {
      assertThat(inside.map(SpooledLogsTest::mode)).containsOnly("rwx------", "rw-------");
    }
    server.close();
    assertThat(folder.resolve("spool")).isEmptyDirectory();
  }

  private String metrics() {
    return server.get("/metrics").expect(200).text();
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (java.io.IOException unreadable) {
      throw new java.io.UncheckedIOException(unreadable);
    }
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
