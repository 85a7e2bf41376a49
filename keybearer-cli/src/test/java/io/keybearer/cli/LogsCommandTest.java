package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following the log, taking it away, and what was counted. */
class LogsCommandTest {
  private static final String ROW = "{\"id\":\"%s\",\"api_key\":\"k\",\"prefix\":\"p\","
      + "\"company_id\":\"c\",\"endpoint\":\"/a\\u001b[2J\",\"method\":\"GET\",\"status_code\":null,"
      + "\"ip_address\":\"192.0.2.7\",\"user_agent\":null,\"referer\":null,"
      + "\"request_data\":null,\"response_data\":null,\"execution_time\":null,"
      + "\"outcome\":\"VALID\",\"at\":\"2030-01-01T00:00:00.123Z\",\"caller\":null,"
      + "\"completed\":false}";

  @TempDir
  Path folder;

  private LoopbackServer server;
  private Run.Place place;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    place = Run.Place.at(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String event(String id) {
    return "id: " + id + "\nevent: row\ndata: " + ROW.formatted(id) + "\n\n";
  }

  private LoopbackServer.Received last() {
    return server.received().get(server.received().size() - 1);
  }

  @Test
  void followsTheLogAndTellsEachRowOnce() {
    String gap = "event: gap\ndata: {\"from\":\"2030-01-01T00:00:00.000Z\",\"until\":\"x\"}\n\n";
    server.answers(
        200,
        ": hello\n\n" + event("1") + event("1") + gap + event("2"),
        "Content-Type",
        "text/event-stream");
    Run run =
        place.run("logs", "tail", "--company", "acme", "--outcome", "VALID", "--seconds", "9");
    assertThat(run.status()).isZero();
    assertThat(last().target()).isEqualTo("/v1/logs/tail?company=acme&outcome=VALID&seconds=9");
    assertThat(run.out().lines()).hasSize(2).allMatch(line -> line.contains("/a\uFFFD[2J"));
    assertThat(run.err()).contains("Some rows were left out");
  }

  @Test
  void followsTheLogInJsonOneRowALine() {
    server.answers(200, event("1") + event("2"), "Content-Type", "text/event-stream");
    Run run = place.run("logs", "tail", "--json");
    assertThat(run.out().lines()).containsExactly(ROW.formatted("1"), ROW.formatted("2"));
  }

  @Test
  void goesOnAfterABreakFromTheLastRow() {
    server
        .breaksOff(event("1"))
        .answers(200, event("1") + event("2"), "Content-Type", "text/event-stream");
    Run run = place.run("logs", "tail", "--json");
    assertThat(run.status()).isZero();
    assertThat(run.out().lines()).containsExactly(ROW.formatted("1"), ROW.formatted("2"));
    assertThat(last().target()).isEqualTo("/v1/logs/tail?after=1");
  }

  @Test
  void putsAWholeExportUnderItsName() throws IOException {
    server.answers(200, "id\r\n1\r\n", "Content-Type", "text/csv");
    Path file = folder.resolve("log.csv");
    Run run = place.run(
        "logs", "export", "--format", "csv", "--output", file.toString(), "--status", "4xx");
    assertThat(run.status()).isZero();
    assertThat(last().target()).isEqualTo("/v1/logs/export?format=csv&status=4xx");
    assertThat(Files.readString(file)).isEqualTo("id\r\n1\r\n");
    assertThat(folder.resolve("log.csv.part")).doesNotExist();
    assertThat(run.err()).contains("written to " + file);
  }

  @Test
  void leavesABrokenExportUnderAnotherName() throws IOException {
    Path file = folder.resolve("log.ndjson");
    Files.write(file, "older".getBytes(StandardCharsets.UTF_8));
    server.breaksOff("{}\n");
    Run run = place.run("logs", "export", "--output", file.toString());
    assertThat(run.status()).isEqualTo(5);
    assertThat(run.err()).contains("not whole").contains("broken off");
    assertThat(Files.readString(file)).isEqualTo("older");
    assertThat(Files.readString(folder.resolve("log.ndjson.part"))).isEqualTo("{}\n");
  }

  @Test
  void exportsToStandardOutput() {
    server.answers(200, "{\"a\":1}\n", "Content-Type", "application/x-ndjson");
    assertThat(place.run("logs", "export").out()).isEqualTo("{\"a\":1}\n");
    assertThat(last().target()).isEqualTo("/v1/logs/export?format=ndjson");
  }

  @Test
  void tellsWhyAnExportIsRefused() {
    server.answers(
        400, Samples.UNAVAILABLE.replace("503", "400").replace("STORE_UNAVAILABLE", "X"));
    Run run = place.run("logs", "export", "--output", folder.resolve("x").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("The database did not answer.");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static final String COUNTS = "{\"from\":\"2029-11-01T00:00:00.000Z\","
      + "\"until\":\"2029-12-01T00:00:00.000Z\",\"items\":[{\"start\":null,\"api_key\":\"k-1\","
      + "\"company_id\":null,\"endpoint\":null,\"method\":null,\"status_code\":null,"
      + "\"outcome\":null,\"requests\":12345,\"timed\":9,\"p50\":1.25,\"p90\":20.5,\"p95\":21,"
      + "\"p99\":22}],\"truncated\":true}";

  @Test
  void countsAndShowsTheColumnsThatHoldSomething() {
    server.answers(200, COUNTS).answers(200, COUNTS).answers(200, COUNTS);
    Run run =
        place.run("usage", "--by", "key,status", "--granularity", "day", "--from", "2029-11-01");
    assertThat(last().target())
        .isEqualTo(
            "/v1/usage?from=2029-11-01T00%3A00%3A00Z&granularity=day" + "&group_by=key%2Cstatus");
    assertThat(run.out()).contains("KEY").contains("12345").contains("1.25").contains("P99 MS");
    assertThat(run.out()).doesNotContain("STATUS").doesNotContain("START");
    assertThat(run.err()).contains("There is more");
    place.run("usage", "top", "--limit", "3");
    assertThat(last().target()).isEqualTo("/v1/usage?group_by=key&limit=3&order=requests");
    place.run("usage", "denials", "--company", "acme");
    assertThat(last().target()).isEqualTo("/v1/usage?company=acme&group_by=outcome&order=requests");
  }

  @Test
  void listsUnusedKeysAndShowsHowOneIsUsed() {
    String unused = "{\"id\":\"k-2\",\"prefix\":\"p\",\"company_id\":\"c\",\"name\":\"old\","
        + "\"type\":\"service\",\"user\":null,\"created_at\":\"2029-01-01T00:00:00.000Z\","
        + "\"last_used_at\":null,\"days\":334,\"ever_used\":false}";
    server.answers(200, Samples.page(unused, "null"));
    Run run = place.run("keys", "unused", "--days", "30");
    assertThat(last().target()).isEqualTo("/v1/usage/unused?days=30");
    assertThat(run.out()).contains("never").contains("334").contains("old");
    server.answers(
        200,
        "{\"id\":\"k\",\"last_used_at\":null,\"last_address\":\"192.0.2.7\","
            + "\"last_user_agent\":\"curl/8\",\"addresses_this_week\":4,\"addresses_exact\":false,"
            + "\"outcomes\":[{\"outcome\":\"VALID\",\"requests\":7,\"timed\":0,\"p50\":null,"
            + "\"p90\":null,\"p95\":null,\"p99\":null}],\"wrong_secrets\":[{\"at\":"
            + "\"2029-11-30T00:00:00.000Z\",\"ip_address\":\"198.51.100.1\",\"user_agent\":null}]}");
    Run page = place.run("keys", "usage", "k");
    assertThat(last().target()).isEqualTo("/v1/keys/k/usage");
    assertThat(page.out())
        .contains("at least 4")
        .containsPattern("last 30 days VALID +7")
        .containsPattern("wrong secret 2029-11-30T00:00:00Z +198.51.100.1");
  }
}
