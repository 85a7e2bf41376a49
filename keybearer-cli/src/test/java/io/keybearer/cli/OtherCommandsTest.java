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

class OtherCommandsTest {
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

  private LoopbackServer.Received last() {
    return server.received().get(server.received().size() - 1);
  }

  @Test
  void createsCompanyWithRules() {
    server.answers(201, Samples.COMPANY);
    Run run = place.run(
        "companies",
        "create",
        "acme",
        "--name",
        "Acme Ltd",
        "--max-life",
        "P90D",
        "--default-rate-limit",
        "1000",
        "--log-retention",
        "P400D");
    assertThat(last().body())
        .isEqualTo("{\"slug\":\"acme\",\"name\":\"Acme Ltd\",\"rules\":{\"max_life\":\"P90D\","
            + "\"max_scope\":null,\"default_rate_limit\":1000,\"log_retention\":\"P400D\"}}");
    assertThat(run.out())
        .containsPattern("(?m)^slug +acme$")
        .containsPattern("(?m)^default limit +1000 in 3600 s$")
        .containsPattern("(?m)^log kept for +PT9600H$");
  }

  @Test
  void listsShowsAndChangesCompanies() {
    server
        .answers(200, Samples.page(Samples.COMPANY, "null"))
        .answers(200, Samples.COMPANY)
        .answers(200, Samples.COMPANY)
        .answers(200, Samples.COMPANY)
        .answers(200, Samples.COMPANY)
        .answers(200, Samples.COMPANY)
        .answers(200, Samples.COMPANY);
    assertThat(place.run("companies", "list").out()).contains("SLUG").contains("acme");
    assertThat(place.run("companies", "show", "acme").out()).contains("Acme Ltd");
    place.run("companies", "update", "acme", "--name", "New", "--clear", "max-life");
    assertThat(last().body()).isEqualTo("{\"name\":\"New\",\"rules\":{\"max_life\":null}}");
    place.run("companies", "update", "acme", "--log-retention", "P30D", "--clear", "max-scope");
    assertThat(last().body())
        .isEqualTo("{\"rules\":{\"log_retention\":\"P30D\",\"max_scope\":null}}");
    place.run("companies", "update", "acme", "--clear", "log-retention");
    assertThat(last().body()).isEqualTo("{\"rules\":{\"log_retention\":null}}");
    place.run("companies", "suspend", "acme");
    assertThat(last().body()).isEqualTo("{\"status\":\"suspended\"}");
    Run run = place.run("companies", "activate", "acme");
    assertThat(last().body()).isEqualTo("{\"status\":\"active\"}");
    assertThat(run.out()).isEqualTo(String.format("Company acme is active.%n"));
  }

  @Test
  void refusesToLiftUnknownRule() {
    assertThat(place.run("companies", "update", "acme", "--clear", "name").status())
        .isEqualTo(2);
    assertThat(place.run("companies", "update", "acme").status()).isEqualTo(2);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void marksOwnerInactive() {
    server.answers(
        200,
        "{\"company_id\":\"c\",\"user\":\"ada@example.com\",\"active\":false,"
            + "\"updated_at\":\"2030-01-01T00:00:00.000Z\"}");
    Run run = place.run("owners", "set", "acme", "ada@example.com", "--inactive");
    assertThat(last().method()).isEqualTo("PUT");
    assertThat(last().target()).isEqualTo("/v1/companies/acme/owners/ada%40example.com");
    assertThat(last().body()).isEqualTo("{\"active\":false}");
    assertThat(run.out()).isEqualTo(String.format("Owner ada@example.com is inactive.%n"));
    assertThat(place.run("owners", "set", "acme", "ada").status()).isEqualTo(2);
    assertThat(
            place.run("owners", "set", "acme", "ada", "--active", "--inactive").status())
        .isEqualTo(2);
  }

  @Test
  void listsLogWithoutLettingItMoveTheCursor() {
    String row = "{\"id\":\"l\",\"api_key\":\"k\",\"prefix\":\"p\",\"company_id\":\"c\","
        + "\"endpoint\":\"/a\\u001b[2Jb\",\"method\":\"GET\",\"status_code\":200,"
        + "\"ip_address\":\"192.0.2.7\",\"user_agent\":null,\"referer\":null,"
        + "\"request_data\":null,\"response_data\":null,\"execution_time\":12.34,"
        + "\"outcome\":\"VALID\",\"at\":\"2030-01-01T00:00:00.123Z\",\"caller\":null,"
        + "\"completed\":true}";
    server.answers(200, Samples.page(row, "null"));
    Run run = place.run(
        "logs",
        "--api-key",
        "k",
        "--outcome",
        "VALID",
        "--status",
        "2xx",
        "--endpoint",
        "/a",
        "--ip-address",
        "192.0.2.7",
        "--from",
        "2029-12-31");
    assertThat(last().target())
        .isEqualTo("/v1/logs?api_key=k&endpoint=%2Fa&from=2029-12-31T00%3A00%3A00Z"
            + "&ip_address=192.0.2.7&outcome=VALID&status=2xx");
    assertThat(run.out())
        .contains("2030-01-01T00:00:00Z")
        .contains("12.3")
        .contains("/a\uFFFD[2Jb")
        .doesNotContain("\u001b");
  }

  @Test
  void showsCallingKeyAndItsLimits() {
    server.answers(
        200,
        "{\"api_key\":" + Samples.KEY + ",\"rate_limits\":[{\"name\":\"default\",\"limit\":9,"
            + "\"window\":60,\"remaining\":0,\"reset\":60,\"retry_after\":7}],"
            + "\"quota\":{\"amount\":10,\"period\":\"day\",\"used\":3,\"remaining\":7,"
            + "\"resets_at\":\"2030-02-01T00:00:00.000Z\"}}");
    assertThat(place.run("self").out())
        .contains("0 of 9 left, full in 60 s, next in 7 s")
        .contains("7 of 10 left this day, anew at 2030-02-01T00:00:00Z");
  }

  @Test
  void readsCallersKeyFromFile(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "\n  from-file \n");
    server.answers(200, Samples.COMPANY);
    place.run("companies", "show", "acme", "--key-file", file.toString());
    assertThat(last().header("Authorization")).isEqualTo("Bearer from-file");
    Run missing = place.run("self", "--key-file", folder.resolve("none").toString());
    assertThat(missing.status()).isEqualTo(2);
    Files.write(file, "two words".getBytes(StandardCharsets.UTF_8));
    Run bad = place.run("self", "--key-file", file.toString());
    assertThat(bad.status()).isEqualTo(3);
    assertThat(bad.err()).doesNotContain("two words");
  }

  @Test
  void printsCompletionsForTheShell() {
    Run run = new Run.Place().run("completion");
    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("_complete_keybearer").contains("--allow-ip");
  }
}
