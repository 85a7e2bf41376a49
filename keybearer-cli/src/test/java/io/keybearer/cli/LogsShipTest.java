package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsShipTest {
  private static final String ROW = "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d0";
  private static final String TAKEN = "{\"accepted\":1,\"rejected\":[],\"ids\":[\"" + ROW + "1\"]}";

  private LoopbackServer server;
  private Run.Place place;

  @TempDir
  private Path folder;

  private Path log;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    place = Run.Place.at(server);
    log = folder.resolve("access.log");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String nginx(int row) {
    return "{\"log_id\":\"" + ROW + row + "\",\"status_code\":200,\"execution_time\":12}\n";
  }

  private void write(String lines) throws IOException {
    Files.writeString(log, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private Run ship(String format) {
    return place.run("logs", "ship", "--format", format, "--once", log.toString());
  }

  private String lastBody() {
    return server.received().get(server.received().size() - 1).body();
  }

  @Test
  void sendsLinesOfNginx() throws IOException {
    write(nginx(1));
    server.answers(200, TAKEN);

    Run run = ship("NGINX");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).contains("1 rows completed, 0 refused");
    assertThat(lastBody())
        .contains("\"log_id\":\"" + ROW + "1\"")
        .contains("\"status_code\":200")
        .contains("\"execution_time\":12");
  }

  @Test
  void sendsLinesOfCaddy() throws IOException {
    write("{\"level\":\"info\",\"request\":{\"headers\":{\"X-Keybearer-Log-Id\":[\"x\"]}},"
        + "\"duration\":0.0125,\"status\":429,\"resp_headers\":{\"Server\":[\"Caddy\"],"
        + "\"X-Keybearer-Log-Id\":[\"" + ROW + "2\"]}}\n");
    server.answers(200, TAKEN);

    ship("CADDY");

    assertThat(lastBody())
        .contains("\"log_id\":\"" + ROW + "2\"")
        .contains("\"status_code\":429")
        .contains("\"execution_time\":12.5");
  }

  @Test
  void goesOnWhereItEndedAndOnlyWithWholeLines() throws IOException {
    write(nginx(1) + nginx(2).substring(0, 20));
    server.answers(200, TAKEN);
    ship("NGINX");
    assertThat(lastBody()).contains(ROW + "1").doesNotContain(ROW + "2");
    write(nginx(2).substring(20));
    server.answers(200, TAKEN);
    ship("NGINX");
    assertThat(lastBody()).contains(ROW + "2").doesNotContain(ROW + "1");
    int asked = server.received().size();
    ship("NGINX");
    assertThat(server.received()).hasSize(asked);
  }

  @Test
  void readsTheRestOfARenamedFileThenTheNewOne() throws IOException {
    write(nginx(1));
    server.answers(200, TAKEN);
    ship("NGINX");
    write(nginx(2));
    Files.move(log, folder.resolve("access.log.1"));
    write(nginx(3));
    server.answers(200, TAKEN);
    server.answers(200, TAKEN);
    ship("NGINX");
    assertThat(server.received()).hasSize(3);
    assertThat(server.received().get(1).body()).contains(ROW + "2").doesNotContain(ROW + "3");
    assertThat(lastBody()).contains(ROW + "3").doesNotContain(ROW + "2");
  }

  @Test
  void readsAFileThatWasCutFromItsBeginning() throws IOException {
    write(nginx(1) + nginx(2));
    server.answers(200, TAKEN);
    ship("NGINX");
    Files.writeString(log, nginx(3));
    server.answers(200, TAKEN);
    ship("NGINX");
    assertThat(lastBody()).contains(ROW + "3");
  }

  @Test
  void leavesOutWhatItCannotRead() throws IOException {
    write("no json\n[]\n{}\n{\"log_id\":\"" + ROW + "\",\"status_code\":200,\"execution_time\":1}\n"
        + "{\"log_id\":\"" + ROW + "1\",\"status_code\":0,\"execution_time\":1}\n"
        + "{\"log_id\":{\"a\":1},\"status_code\":[2],\"execution_time\":1}\n" + "a".repeat(70_000)
        + "\n");

    assertThat(ship("NGINX").status()).isZero();
    assertThat(server.received()).isEmpty();
  }

  @Test
  void whatWasNotTakenIsSentAgainNextTime() throws IOException {
    write(nginx(1));
    server.answers(
        403,
        "{\"type\":\"t\",\"code\":\"PERMISSION_MISSING\",\"title\":\"Forbidden\",\"status\":403,\"detail\":\"No.\",\"request_id\":\"r\",\"errors\":[]}");
    assertThat(ship("NGINX").status()).isEqualTo(3);
    server.answers(200, TAKEN);
    assertThat(ship("NGINX").status()).isZero();
    assertThat(lastBody()).contains(ROW + "1");
  }
}
