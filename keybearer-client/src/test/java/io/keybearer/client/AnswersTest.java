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

class AnswersTest {
  private LoopbackServer server;
  private KeybearerClient client;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    client = KeybearerClient.builder().url(server.url() + "/").key("caller").build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void readsEveryAttributeOfKey() {
    server.answers(200, Samples.KEY);
    ApiKeyView key = client.keys().get(Samples.KEY_ID);
    assertThat(key.id()).isEqualTo(Samples.KEY_ID);
    assertThat(key.companyId()).isEqualTo(Samples.COMPANY_ID);
    assertThat(key.permissions()).containsExactly("orders:read");
    assertThat(key.routes()).isNull();
    assertThat(key.expiresAt()).isEqualTo(Instant.parse("2030-01-31T08:00:00Z"));
    assertThat(key.allowedIps()).containsExactly("192.0.2.0/24");
    assertThat(key.rateLimit()).isEqualTo(100);
    assertThat(key.limits()).containsExactly(new NamedLimit("burst", 10, 1));
    assertThat(key.quota()).isEqualTo(1000);
    assertThat(key.quotaPeriod()).isEqualTo("day");
    assertThat(key.shadow()).containsExactly("routes");
    assertThat(key.metadata()).isEqualTo(Map.of("team", "billing"));
    assertThat(key.version()).isEqualTo(3);
    assertThat(key.status()).isEqualTo("active");
  }

  @Test
  void readsCompanyAndItsRules() {
    server.answers(201, Samples.COMPANY);
    CompanyView company = client.companies().create("acme", "Acme Ltd");
    assertThat(company.slug()).isEqualTo("acme");
    assertThat(company.rules())
        .isEqualTo(new CompanyRules(
            Duration.ofDays(90), "write", 1000L, 3600L, Duration.ofDays(400), "truncated"));
  }

  @Test
  void readsVerdictsOfGoodAndUnknownKeys() {
    server.answers(200, Samples.VALID).answers(200, Samples.NOT_FOUND);
    VerificationView good = client.keys().verify(VerificationRequest.of("a").build());
    assertThat(good.valid()).isTrue();
    assertThat(good.apiKey())
        .isNotNull()
        .extracting(VerifiedKeyView::user)
        .isEqualTo("ada@example.com");
    assertThat(good.rateLimit()).isEqualTo(new LimitStanding("default", 100, 60, 99, 1, 0));
    assertThat(good.shadowDenied()).containsExactly("routes");
    VerificationView unknown = client.keys().verify(VerificationRequest.of("b").build());
    assertThat(unknown.valid()).isFalse();
    assertThat(unknown.code()).isEqualTo("NOT_FOUND");
    assertThat(unknown.apiKey()).isNull();
  }

  @Test
  void readsTheRuleThatRefused() {
    server.answers(
        200,
        Samples.NOT_FOUND.replace(
            "\"NOT_FOUND\", \"rule\": null", "\"RATE_LIMITED\", \"rule\": \"limits.burst\""));
    VerificationView refused = client.keys().verify(VerificationRequest.of("a").build());
    assertThat(refused.code()).isEqualTo("RATE_LIMITED");
    assertThat(refused.rule()).isEqualTo("limits.burst");
  }

  @Test
  void readsVerdictsAndProblemsOfBatchInOrder() {
    String problem = "{\"problem\":{\"type\":\"urn:keybearer:problem:store-unavailable\","
        + "\"code\":\"STORE_UNAVAILABLE\",\"title\":\"Service Unavailable\",\"status\":503,"
        + "\"detail\":\"The database did not answer.\",\"errors\":[{\"path\":\"items[1].cost\","
        + "\"code\":\"X\",\"detail\":\"x\"}]}}";
    String answer = "{\"items\":[" + Samples.VALID + "," + problem + "," + Samples.NOT_FOUND + "]}";
    server.answers(200, answer).answers(200, answer);
    VerificationRequest request = VerificationRequest.of("a").ip("192.0.2.7").build();
    List<BatchItem> items = client.keys().verifyAll(List.of(request, request, request));
    assertThat(server.received().get(0).target()).isEqualTo("/v1/keys/verify/batch");
    String sent = "{\"key\":\"a\",\"ip\":\"192.0.2.7\"}";
    assertThat(server.received().get(0).body())
        .isEqualTo("{\"items\":[" + sent + "," + sent + "," + sent + "]}");
    assertThat(items.get(0).orThrow().valid()).isTrue();
    assertThat(items.get(2).orThrow().code()).isEqualTo("NOT_FOUND");
    assertThat(items.get(1))
        .isEqualTo(new BatchItem.Unanswered(
            503,
            "STORE_UNAVAILABLE",
            "The database did not answer.",
            List.of(new FieldError("items[1].cost", "X", "x"))));
    assertThatThrownBy(() -> items.get(1).orThrow())
        .isInstanceOf(ServerProblemException.class)
        .hasMessage("The database did not answer.");
    assertThatThrownBy(() -> client.keys().verifyAll(List.of(request)))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageContaining("Expected 1 verdicts and got 3");
  }

  @Test
  void readsEveryRuleOfExplanation() {
    server.answers(200, Samples.EXPLANATION);
    ExplanationView explanation =
        client.keys().explain(Samples.KEY_ID, ExplanationRequest.builder().build());
    assertThat(explanation.valid()).isFalse();
    assertThat(explanation.code()).isEqualTo("IP_DENIED");
    assertThat(explanation.rule()).isEqualTo("allowed_ips");
    assertThat(explanation.now()).isTrue();
    assertThat(explanation.log())
        .isEqualTo(new ExplanationView.Row(
            "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04",
            "VALID",
            Instant.parse("2029-11-30T00:00:00Z")));
    assertThat(explanation.rules())
        .extracting(ExplanationView.Rule::result)
        .containsExactly("passed", "denied", "shadow_denied", "denied", "not_set");
    ExplanationView.Rule address = explanation.rules().get(1);
    assertThat(address.configured()).containsExactly("192.0.2.0/24", "2001:db8::/32");
    assertThat(address.given()).containsExactly("198.51.100.7");
    assertThat(address.remaining()).isNull();
    assertThat(explanation.rules().get(3).retryAfter()).isEqualTo(6);
  }

  @Test
  void readsSelfWithAndWithoutQuota() {
    String limits =
        "\"rate_limits\": [{\"name\":\"default\",\"limit\":9,\"window\":60,\"remaining\":8,"
            + "\"reset\":7,\"retry_after\":0}]";
    String quota = "{\"amount\":10,\"period\":\"day\",\"used\":3,\"remaining\":7,"
        + "\"resets_at\":\"2030-02-01T00:00:00.000Z\"}";
    server
        .answers(200, "{\"api_key\":" + Samples.KEY + "," + limits + ",\"quota\":" + quota + "}")
        .answers(200, "{\"api_key\":" + Samples.KEY + ",\"rate_limits\":[],\"quota\":null}");
    assertThat(client.self().quota())
        .isEqualTo(new QuotaStanding(10, "day", 3, 7, Instant.parse("2030-02-01T00:00:00Z")));
    assertThat(client.self().quota()).isNull();
  }

  @Test
  void readsLogAndReceipt() {
    String row = "{\"id\":\"l\",\"api_key\":\"k\",\"prefix\":\"p\",\"company_id\":\"c\","
        + "\"endpoint\":\"/orders\",\"method\":\"GET\",\"status_code\":200,"
        + "\"ip_address\":null,\"user_agent\":null,\"referer\":null,\"request_data\":\"{}\","
        + "\"response_data\":null,\"execution_time\":12,\"outcome\":\"VALID\","
        + "\"at\":\"2030-01-01T00:00:00.000Z\",\"caller\":null,\"completed\":true}";
    server
        .answers(200, Samples.page(row, "null"))
        .answers(
            200,
            "{\"accepted\":1,\"rejected\":[{\"index\":1,\"code\":\"NOT_FOUND\"}],"
                + "\"ids\":[\"l\",null]}");
    LogView log = client.logs().list(Query.all()).items().get(0);
    assertThat(log.statusCode()).isEqualTo(200);
    assertThat(log.executionTime()).isEqualTo(12.0);
    assertThat(log.requestData()).isEqualTo("{}");
    assertThat(log.responseData()).isNull();
    ReportReceipt receipt = client
        .logs()
        .report(List.of(
            Report.completing("l", 200, 12.5), Report.of("k").method("GET").build()));
    assertThat(receipt.accepted()).isOne();
    assertThat(receipt.rejected()).containsExactly(new ReportReceipt.Rejection(1, "NOT_FOUND"));
    assertThat(receipt.ids()).containsExactly("l", null);
    assertThat(server.received().get(1).body())
        .isEqualTo("[{\"log_id\":\"l\",\"status_code\":200,\"execution_time\":12.5},"
            + "{\"api_key\":\"k\",\"method\":\"GET\"}]");
  }

  @Test
  void ignoresMembersOfNewerServers() {
    server.answers(200, Samples.with(Samples.KEY, "\"colour\": {\"deep\": [1, 2]}"));
    assertThat(client.keys().get(Samples.KEY_ID).name()).isEqualTo("checkout");
  }

  @Test
  void refusesAnswerWithoutRequiredMemberAndSaysWhere() {
    server.answers(200, Samples.page("{\"id\": \"x\"}", "null"));
    assertThatThrownBy(() -> client.keys().list(Query.all()))
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageContaining("items[0].company_id");
  }

  @Test
  void refusesVerdictThatContradictsItself() {
    server.answers(200, Samples.NOT_FOUND.replace("false", "true"));
    assertThatThrownBy(() -> client.keys().verify(VerificationRequest.of("a").build()))
        .isInstanceOf(UnreadableAnswerException.class);
  }

  @Test
  void refusesPageThatIsNoJson() {
    server.answers(200, "<html>hello kb_s_secret</html>");
    assertThatThrownBy(() -> client.self())
        .isInstanceOf(UnreadableAnswerException.class)
        .hasMessageNotContaining("kb_s_secret")
        .hasNoCause();
  }

  @Test
  void handsEveryAnswerToListenerAsItCame() {
    StringBuilder heard = new StringBuilder();
    server.answers(200, Samples.KEY);
    KeybearerClient.builder()
        .url(server.url())
        .key("caller")
        .listener(heard::append)
        .build()
        .keys()
        .get(Samples.KEY_ID);
    assertThat(heard).hasToString(Samples.KEY);
  }
}
