package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TableTest {
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    String longName = Samples.COMPANY.replace("Acme Ltd", "A company of a very long name indeed");
    server.answers(200, Samples.page(longName, "null"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static String plain(String text) {
    return text.replaceAll("\u001b\\[[0-9]+m", "");
  }

  @Test
  void shortensFreeTextFirst() {
    Run run = Run.Place.at(server).watched(90).run("companies", "list");
    assertThat(plain(run.out()))
        .contains("A company of a …  active")
        .contains(Samples.COMPANY_ID)
        .contains("2029-11-02T08:00:00Z");
    assertThat(plain(run.out()).lines()).allMatch(line -> line.length() <= 90);
  }

  @Test
  void cutsTheEndOfLinesThenceforth() {
    Run run = Run.Place.at(server).watched(40).run("companies", "list");
    assertThat(plain(run.out()).lines()).allMatch(line -> line.length() <= 40);
    assertThat(run.out()).contains("…");
  }

  @Test
  void cutsNothingInPipes() {
    Run run = Run.Place.at(server).run("companies", "list");
    assertThat(run.out()).contains("A company of a very long name indeed").doesNotContain("\u001b");
  }

  @Test
  void coloursStatesOnTerminals() {
    Run run = Run.Place.at(server).watched(200).run("companies", "list");
    assertThat(run.out()).contains("\u001b[32mactive\u001b[0m");
  }
}
