package io.keybearer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeysCommandTest {
  private static final String EMPTY = "{\"items\":[],\"next_cursor\":null}";

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
  void sendsEveryOptionOfNewKey() {
    server.answers(201, Samples.issued("kb_s_text"));
    Run run = place.run(
        ("keys create --company acme --name checkout --type service --scope write --env test"
                + " --permission orders:read --permission orders:list --not-before 2029-12-31"
                + " --expires-in P90D --allow-ip 192.0.2.0/24 --allow-ip 2001:db8::/32"
                + " --allow-referer https://*.example.com --allow-missing-referer"
                + " --rate-limit 100 --rate-limit-window 60 --limit burst=10/1"
                + " --quota 1000/day --shadow allowed-ips --meta team=billing --meta a=b=c"
                + " --tag web")
            .split(" "));
    assertThat(run.status()).isZero();
    assertThat(last().body())
        .isEqualTo(
            "{\"name\":\"checkout\",\"type\":\"service\",\"scope\":\"write\",\"company\":\"acme\","
                + "\"env\":\"test\",\"permissions\":[\"orders:read\",\"orders:list\"],"
                + "\"allowed_ips\":[\"192.0.2.0/24\",\"2001:db8::/32\"],"
                + "\"allowed_referers\":[\"https://*.example.com\"],"
                + "\"limits\":[{\"name\":\"burst\",\"limit\":10,\"window\":1}],"
                + "\"shadow\":[\"allowed_ips\"],"
                + "\"metadata\":{\"team\":\"billing\",\"a\":\"b=c\"},\"tags\":[\"web\"],"
                + "\"expires_at\":\"2030-03-01T00:00:00Z\","
                + "\"not_before\":\"2029-12-31T00:00:00Z\",\"allow_missing_referer\":true,"
                + "\"rate_limit\":100,\"rate_limit_window\":60,"
                + "\"quota\":1000,\"quota_period\":\"day\"}");
  }

  @Test
  void sendsRouteWithSpace() {
    server.answers(201, Samples.issued("kb_s_text"));
    place.run("keys", "create", "--name", "a", "--route", "GET /orders/*");
    assertThat(last().body()).contains("\"routes\":[\"GET /orders/*\"]");
  }

  @Test
  void takesServiceAndReadUnlessSaidOtherwise() {
    server.answers(201, Samples.issued("t")).answers(201, Samples.issued("t"));
    place.run("keys", "create", "--name", "a");
    assertThat(last().body()).isEqualTo("{\"name\":\"a\",\"type\":\"service\",\"scope\":\"read\"}");
    place.run("keys", "create", "--name", "a", "--user", "ada");
    assertThat(last().body()).contains("\"type\":\"user\"");
  }

  @Test
  void printsNewKeyAloneOnStandardOutput() {
    server.answers(201, Samples.issued("kb_s_text")).answers(201, Samples.issued("kb_s_text"));
    Run told = place.run("keys", "create", "--name", "a");
    assertThat(told.out()).isEqualTo(String.format("kb_s_text%n"));
    assertThat(told.err()).contains("checkout").contains("shown this once").doesNotContain("kb_s");
    Run quiet = place.run("keys", "create", "--name", "a", "--quiet");
    assertThat(quiet.out()).isEqualTo(String.format("kb_s_text%n"));
    assertThat(quiet.err()).isEmpty();
  }

  @Test
  void printsServersJsonAsItCame() {
    String json = Samples.issued("kb_s_text");
    server.answers(201, json);
    Run run = place.run("keys", "create", "--name", "a", "--json");
    assertThat(run.out()).isEqualTo(String.format("%s%n", json));
    assertThat(run.err()).isEmpty();
  }

  @Test
  void failsWhenTheTextOfNewKeyWasLost() {
    server.answers(201, Samples.replayed());
    Run run = place.run("keys", "create", "--name", "a", "--quiet");
    assertThat(run.status()).isEqualTo(5);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("keybearer keys rotate " + Samples.KEY_ID);
  }

  @Test
  void listsInAlignedColumns() {
    String other = Samples.KEY
        .replace("checkout", "a much longer name")
        .replace("\"status\": \"active\"", "\"status\": \"revoked\"");
    server.answers(200, Samples.page(Samples.KEY + "," + other, "\"c2\""));
    Run run = place.run("keys", "list", "--company", "acme", "--status", "active", "--limit", "2");
    assertThat(last().target()).isEqualTo("/v1/keys?company=acme&limit=2&status=active");
    String[] lines = run.out().split("\\R", -1);
    assertThat(lines[0]).matches("ID +NAME +STATUS +TYPE +SCOPE +EXPIRES +LAST USED +PREFIX +USER");
    assertThat(lines[1].indexOf("active")).isEqualTo(lines[0].indexOf("STATUS"));
    assertThat(lines[2].indexOf("revoked")).isEqualTo(lines[0].indexOf("STATUS"));
    assertThat(run.err()).contains("--cursor c2");
  }

  @Test
  void filtersByInstants() {
    server.answers(200, EMPTY);
    Run run = place.run(
        "keys",
        "list",
        "--expires-until",
        "2030-01-31",
        "--last-used-from",
        "2030-01-01T10:00:00+02:00",
        "--cursor",
        "c");
    assertThat(last().target())
        .isEqualTo("/v1/keys?cursor=c&expires_until=2030-01-31T00%3A00%3A00Z"
            + "&last_used_from=2030-01-01T08%3A00%3A00Z");
    assertThat(run.status()).isZero();
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("Nothing to list.");
  }

  @Test
  void printsIdsAloneWhenQuiet() {
    server.answers(200, Samples.page(Samples.KEY, "\"more\"")).answers(200, EMPTY);
    Run run = place.run("keys", "list", "--quiet");
    assertThat(run.out()).isEqualTo(String.format("%s%n", Samples.KEY_ID));
    assertThat(run.err()).isEmpty();
    assertThat(place.run("keys", "list", "--quiet").err()).isEmpty();
  }

  @Test
  void joinsAllPages() {
    String first = Samples.page("{\"a\":1.50}", "\"next\"");
    server
        .answers(200, Samples.page(Samples.KEY, "\"next\""))
        .answers(200, Samples.page(Samples.KEY, "null"));
    Run run = place.run("keys", "list", "--all", "--json");
    assertThat(server.received()).hasSize(2);
    assertThat(last().target()).isEqualTo("/v1/keys?cursor=next&limit=200");
    assertThat(run.out()).startsWith("{\"items\":[{\"id\":").contains("\"next_cursor\":null}");
    assertThat(run.out().split("\"checkout\"", -1)).hasSize(3);
    assertThat(JsonPages.joined(List.of(first, first)))
        .isEqualTo("{\"items\":[{\"a\":1.50},{\"a\":1.50}],\"next_cursor\":null}");
  }

  @Test
  void showsEverythingOfKeyButNothingThatHasNoValue() {
    server.answers(200, Samples.KEY);
    Run run = place.run("keys", "show", Samples.KEY_ID);
    assertThat(run.out())
        .containsPattern("(?m)^name +checkout$")
        .containsPattern("(?m)^rate limit +100 in 60 s$")
        .containsPattern("(?m)^limit burst +10 in 1 s$")
        .containsPattern("(?m)^quota +1000 a day$")
        .containsPattern("(?m)^metadata +team=billing$")
        .containsPattern("(?m)^last used +never$")
        .doesNotContain("revoked")
        .doesNotContain("null");
  }

  @Test
  void changesOnlyWhatIsNamed() {
    server.answers(200, Samples.KEY);
    Run run = place.run(
        "keys",
        "update",
        "k",
        "--scope",
        "write",
        "--clear",
        "allowed-ips",
        "--remove-meta",
        "ticket",
        "--no-allow-missing-referer",
        "--if-version",
        "3");
    assertThat(run.status()).isZero();
    assertThat(last().method()).isEqualTo("PATCH");
    assertThat(last().header("If-match")).isEqualTo("\"3\"");
    assertThat(last().body())
        .isEqualTo("{\"scope\":\"write\",\"allow_missing_referer\":false,\"allowed_ips\":null,"
            + "\"metadata\":{\"ticket\":null}}");
  }

  @Test
  void doesNotAskForChangeOfNothing() {
    Run run = place.run("keys", "update", "k", "--if-version", "3");
    assertThat(run.status()).isEqualTo(2);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void sendsActions() {
    server.answers(200, Samples.revoked(1, 1, 0));
    for (int i = 0; i < 3; i++) {
      server.answers(200, Samples.KEY);
    }
    server.answers(201, Samples.issued("kb_s_text"));
    place.run("keys", "revoke", "k", "--reason", "found in a repository");
    assertThat(last().body()).isEqualTo("{\"reason\":\"found in a repository\"}");
    place.run("keys", "extend", "k", "--days", "30");
    assertThat(last().body()).isEqualTo("{\"duration\":\"P30D\"}");
    assertThat(place.run("keys", "disable", "k").out()).contains("checkout (0a1B2c3D4e5F)");
    assertThat(place.run("keys", "enable", "k").out()).contains("its status is active");
    assertThat(last().target()).isEqualTo("/v1/keys/k/enable");
    assertThat(place.run("keys", "rotate", "k", "--grace", "P1D", "--quiet").out())
        .isEqualTo(String.format("kb_s_text%n"));
    assertThat(last().body()).isEqualTo("{\"grace\":\"P1D\"}");
  }

  @Test
  void capturesForATimeAndEndsThat() {
    String captured = Samples.KEY.replaceFirst(
        "\\{",
        "{\"capture\":{\"request\":true,\"response\":true,\"until\":\"2030-01-01T00:00:00.000Z\"},");
    server.answers(200, captured).answers(200, Samples.KEY).answers(200, Samples.KEY);
    assertThat(place.run("keys", "capture", "k", "--for", "PT1H").out())
        .contains("the log keeps requests and responses until 2030-01-01");
    assertThat(last().target()).isEqualTo("/v1/keys/k/capture");
    assertThat(last().body())
        .contains("\"duration\":\"PT1H\"", "\"request\":true", "\"response\":true");
    assertThat(place.run("keys", "capture", "k", "--off").out()).contains("is not captured");
    assertThat(last().body()).contains("\"duration\":\"PT0S\"");
    place.run("keys", "capture", "k", "--for", "PT1H", "--request-only");
    assertThat(last().body()).contains("\"request\":true", "\"response\":false");
    assertThat(place.run("keys", "capture", "k").status()).isEqualTo(2);
  }
}
