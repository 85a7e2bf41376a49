package io.keybearer.server.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogEntry;
import io.keybearer.log.LogId;
import io.keybearer.server.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFilesTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Instant MORNING = Instant.parse("2030-01-31T08:00:00Z");

  private final MovedClock clock = new MovedClock();

  @TempDir
  private Path folder;

  private static LogEntry.Row row(int number, @Nullable Integer status) {
    UUID id = new UUID(MORNING.toEpochMilli() << 16 | 0x7000, number);
    return new LogEntry.Row(new ApiKeyLog(
        new LogId(id),
        new ApiKeyId(id),
        "prefix",
        new CompanyId(id),
        "/a\"b",
        "GET",
        status,
        "203.0.113.7",
        "agent\n2",
        null,
        null,
        null,
        null,
        "VALID",
        MORNING,
        null,
        status != null));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  private LogFiles open(long mostBytes, int kept) {
    return new LogFiles(new LogFiles.Terms(folder, mostBytes, kept), clock);
  }

  @Test
  void writesALineForEachRowAndEachCompletion() throws IOException {
    try (LogFiles files = open(1_000_000, 3)) {
      LogEntry.Row open = row(1, null);
      files.take(
          List.of(open, row(2, 200), new LogEntry.Completion(open.row().id(), null, 503, 1.5)));
    }
    List<String> lines = Files.readAllLines(files().get(0));
    assertThat(files().get(0)).hasFileName("keybearer-20300131T080000.000Z.ndjson");
    assertThat(lines).hasSize(3);
    assertThat(MAPPER.readTree(lines.get(0)).get("user_agent").asText()).isEqualTo("agent\n2");
    assertThat(MAPPER.readTree(lines.get(1)).get("status_code").asInt()).isEqualTo(200);
    JsonNode completion = MAPPER.readTree(lines.get(2));
    assertThat(completion.get("id")).isEqualTo(MAPPER.readTree(lines.get(0)).get("id"));
    assertThat(completion.has("api_key")).isFalse();
    assertThat(completion.get("status_code").asInt()).isEqualTo(503);
  }

  @Test
  void beginsAFileWhenOneIsLongEnoughAndWithEachDayAndKeepsTheNewest() throws IOException {
    try (LogFiles files = open(100, 3)) {
      files.take(List.of(row(1, null)));
      files.take(List.of(row(2, null)));
      assertThat(files()).hasSize(2);
    }
    try (LogFiles files = open(1_000_000, 3)) {
      files.take(List.of(row(3, null)));
      clock.now = clock.now.plus(Duration.ofHours(16));
      files.take(List.of(row(4, null)));
    }
    assertThat(files()).hasSize(3);
    List<String> ids = new ArrayList<>();
    for (Path file : files()) {
      for (String line : Files.readAllLines(file)) {
        ids.add(MAPPER.readTree(line).get("id").asText());
      }
    }
    assertThat(ids)
        .containsExactly(
            row(2, null).row().id().toString(),
            row(3, null).row().id().toString(),
            row(4, null).row().id().toString());
  }

  @Test
  void leavesOtherFilesAlone() throws IOException {
    Path other = Files.createFile(folder.resolve("aaa.ndjson"));
    try (LogFiles files = open(100, 1)) {
      files.take(List.of(row(1, null)));
      files.take(List.of(row(2, null)));
    }
    assertThat(files()).hasSize(2).contains(other);
  }

  @Test
  void aServerWritesWhatItLogs(@TempDir Path data) throws IOException {
    Map<String, String> settings = Map.of(
        "KEYBEARER_PORT", "0",
        "KEYBEARER_DATA", data.toString(),
        "KEYBEARER_LOG_FILES", folder.resolve("log").toString());
    try (TestServer server = TestServer.startOnDatabase(settings)) {
      server.company("acme");
      String key = server.key("acme", "plain", "").get("key").asText();
      String id = server
          .post("/v1/keys/verify", "{\"key\":\"" + key + "\",\"endpoint\":\"/orders\"}")
          .json()
          .get("log_id")
          .asText();
      await().untilAsserted(() -> assertThat(textOf(folder.resolve("log"))).contains(id));
      assertThat(textOf(folder.resolve("log"))).contains("/orders").doesNotContain(key);
    }
  }

  private static String textOf(Path folder) throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.append(Files.readString(file));
      }
    }
    return all.toString();
  }

  private static final class MovedClock extends Clock {
    private Instant now = MORNING;

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
