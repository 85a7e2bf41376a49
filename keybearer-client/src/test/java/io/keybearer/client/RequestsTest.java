package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
  private LoopbackServer server;
  private KeybearerClient client;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    client = KeybearerClient.builder().url(server.url()).key("caller").build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private LoopbackServer.Received last() {
    return server.received().get(server.received().size() - 1);
  }

  @Test
  void callsWithKeyAsBearer() {
    server.answers(200, Samples.KEY);
    client.keys().get(Samples.KEY_ID);
    assertThat(last().method()).isEqualTo("GET");
    assertThat(last().target()).isEqualTo("/v1/keys/" + Samples.KEY_ID);
    assertThat(last().header("Authorization")).isEqualTo("Bearer caller");
    assertThat(last().header("Idempotency-key")).isEmpty();
    assertThat(last().body()).isEmpty();
  }

  @Test
  void sendsOnlyNamedAttributesOfNewKey() {
    server.answers(201, Samples.issued("kb_s_text"));
    IssuedKeyView issued = client
        .keys()
        .create(NewKey.builder("checkout", "service", "read")
            .company("acme")
            .allowedIps(List.of("192.0.2.0/24"))
            .expiresAt(Instant.parse("2030-01-31T08:00:00Z"))
            .rateLimit(100)
            .limits(List.of(new NamedLimit("burst", 10, 1)))
            .quota(1000, "day")
            .metadata(Map.of("team", "billing"))
            .build());
    assertThat(issued.revealKey()).contains("kb_s_text");
    assertThat(issued).asString().doesNotContain("kb_s_text");
    assertThat(last().body())
        .isEqualTo(
            "{\"name\":\"checkout\",\"type\":\"service\",\"scope\":\"read\",\"company\":\"acme\","
                + "\"allowed_ips\":[\"192.0.2.0/24\"],\"expires_at\":\"2030-01-31T08:00:00Z\","
                + "\"rate_limit\":100,\"limits\":[{\"name\":\"burst\",\"limit\":10,\"window\":1}],"
                + "\"quota\":1000,\"quota_period\":\"day\",\"metadata\":{\"team\":\"billing\"}}");
    assertThat(last().header("Content-type")).isEqualTo("application/json");
    assertThat(last().header("Idempotency-key")).matches("[0-9a-f]{32}");
  }

  @Test
  void sendsNullForWhatIsTakenAway() {
    server.answers(200, Samples.KEY);
    client
        .keys()
        .update(
            "k",
            KeyChange.builder()
                .clear("allowed_ips")
                .metadata(Map.of("team", "billing"))
                .removeMetadata("ticket")
                .ifVersion(3)
                .build());
    assertThat(last().method()).isEqualTo("PATCH");
    assertThat(last().body())
        .isEqualTo("{\"allowed_ips\":null,\"metadata\":{\"team\":\"billing\",\"ticket\":null}}");
    assertThat(last().header("If-match")).isEqualTo("\"3\"");
  }

  @Test
  void sendsActionsWithTheirBodies() {
    server
        .answers(200, Samples.revoked(1, 1, 0))
        .answers(200, Samples.KEY)
        .answers(200, Samples.KEY)
        .answers(201, Samples.issued("kb_s_text"));
    client.keys().revoke("k", "leaked");
    assertThat(last().target()).isEqualTo("/v1/keys/k/revoke");
    assertThat(last().body()).isEqualTo("{\"reason\":\"leaked\"}");
    client.keys().disable("k");
    assertThat(last().body()).isEqualTo("{}");
    client.keys().extend("k", Duration.ofDays(30).plusHours(1));
    assertThat(last().body()).isEqualTo("{\"duration\":\"P30DT1H\"}");
    client.keys().rotate("k", Duration.ZERO);
    assertThat(last().body()).isEqualTo("{\"grace\":\"PT0S\"}");
  }

  @Test
  void asksForExplanationsOfRequestsAndRows() {
    server.answers(200, Samples.EXPLANATION).answers(200, Samples.EXPLANATION);
    client
        .keys()
        .explain(
            "k",
            ExplanationRequest.builder()
                .ip("192.0.2.7")
                .referer("https://a.example/")
                .origin("https://a.example")
                .method("GET")
                .endpoint("/orders/7")
                .scope("write")
                .permissions(List.of("orders:read"))
                .cost(2)
                .at(Instant.parse("2030-01-31T08:00:00Z"))
                .build());
    assertThat(last().target()).isEqualTo("/v1/keys/k/explain");
    assertThat(last().header("Idempotency-key")).isEmpty();
    assertThat(last().body())
        .isEqualTo("{\"ip\":\"192.0.2.7\",\"referer\":\"https://a.example/\","
            + "\"origin\":\"https://a.example\",\"method\":\"GET\",\"endpoint\":\"/orders/7\","
            + "\"scope\":\"write\",\"permissions\":[\"orders:read\"],\"cost\":2,"
            + "\"at\":\"2030-01-31T08:00:00Z\"}");
    client.keys().explain("k", ExplanationRequest.ofLog("row").build());
    assertThat(last().body()).isEqualTo("{\"log_id\":\"row\"}");
  }

  @Test
  void escapesNamesInPathsAndFilters() {
    String owner = "{\"company_id\":\"c\",\"user\":\"a/b c\",\"active\":false,"
        + "\"updated_at\":\"2030-01-01T00:00:00.000Z\"}";
    server.answers(200, owner).answers(200, "{\"items\":[],\"next_cursor\":null}");
    client.owners().set("acme", "a/b c?ü", false);
    assertThat(last().target()).isEqualTo("/v1/companies/acme/owners/a%2Fb%20c%3F%C3%BC");
    client.keys().list(Query.all().where("text", "a&b").size(2).after("c+/="));
    assertThat(last().target()).isEqualTo("/v1/keys?cursor=c%2B%2F%3D&limit=2&text=a%26b");
  }

  @Test
  void liftsRulesOneByOne() {
    server.answers(200, Samples.COMPANY);
    client
        .companies()
        .update(
            "acme",
            CompanyChange.builder()
                .status("suspended")
                .maxLife(null)
                .maxScope("read")
                .logRetention(Duration.ofDays(30))
                .build());
    assertThat(last().body())
        .isEqualTo("{\"status\":\"suspended\",\"rules\":{\"max_life\":null,\"max_scope\":\"read\","
            + "\"log_retention\":\"P30D\"}}");
  }

  @Test
  void refusesEmptyIdBeforeSending() {
    assertThatThrownBy(() -> client.keys().get("")).isInstanceOf(IllegalArgumentException.class);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void refusesKeysAndAddressesItCannotUseWithoutRepeatingThem() {
    assertThatThrownBy(() -> KeybearerClient.builder().key("kb_s_secret\nHost: evil"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContaining("kb_s_secret");
    for (String url : List.of("ftp://x", "http://user:pass@x", "http://x?a=b", "x", "http:///a")) {
      assertThatThrownBy(() -> KeybearerClient.builder().url(url))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> KeybearerClient.builder().build())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void showsNoKeyInTexts() {
    assertThat(VerificationRequest.of("kb_s_secret").build()).asString().doesNotContain("secret");
    assertThat(new Transport.Settings("s", "kb_s_secret", Duration.ZERO, 1, json -> {}))
        .asString()
        .doesNotContain("secret");
    assertThat(new Answer(201, "kb_s_secret", false, null, null))
        .asString()
        .doesNotContain("secret");
  }
}
