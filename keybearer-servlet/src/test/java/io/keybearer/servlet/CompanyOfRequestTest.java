package io.keybearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.store.tck.MovableClock;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An application that knows whose customer a request is for, over HTTP. */
class CompanyOfRequestTest {
  private static final class Nothing extends HttpServlet {
    private static final long serialVersionUID = 1L;

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) {
      response.setStatus(204);
    }
  }

  private final FilterBench bench =
      new FilterBench(MovableClock.at(Instant.parse("2026-03-10T09:30:00Z")));
  private JettyApplication application;

  @BeforeEach
  void start() {
    application = new JettyApplication(KeybearerFilter.builder(KeyVerifier.of(bench.keybearer))
            .company(CompanyOfRequestTest::company)
            .build())
        .servlet("/*", new Nothing())
        .start();
  }

  @AfterEach
  void stop() {
    application.close();
    bench.close();
  }

  private static RequestedCompany company(HttpServletRequest request) {
    String tenant = request.getHeader("X-Tenant");
    if (tenant == null) {
      return RequestedCompany.any();
    }
    return switch (tenant) {
      case "unknown" -> RequestedCompany.none();
      case "broken" -> throw new IllegalStateException("the directory is away");
      default -> RequestedCompany.of(tenant);
    };
  }

  @Test
  void aKeyOpensItsOwnCompanysDoorAlone() {
    IssuedKey key = bench.issue(draft -> draft.rateLimit(1L));

    for (String elsewhere : new String[] {"globex", "unknown", "Acme", ""}) {
      HttpResponse<String> refused = send(key, elsewhere);
      assertThat(refused.statusCode()).isEqualTo(401);
      assertThat(refused.body())
          .contains("\"code\":\"UNAUTHENTICATED\"", "\"reason\":\"NOT_FOUND\"");
      assertThat(refused.headers().map()).doesNotContainKey("ratelimit");
    }
    assertThat(bench.rows(key.key().id())).isEmpty();
    assertThat(send(key, "acme").statusCode()).isEqualTo(204);
    assertThat(bench.completedRow(key.key().id()).outcome()).isEqualTo("VALID");
  }

  @Test
  void aRequestForNoSingleCompanyTakesAnybodysKey() {
    IssuedKey key = bench.issue(draft -> draft);

    assertThat(application
            .send(application.to("/").header("X-API-Key", key.text().reveal()))
            .statusCode())
        .isEqualTo(204);
  }

  @Test
  void whatCannotBeToldIsNoVerdict() {
    IssuedKey key = bench.issue(draft -> draft);

    HttpResponse<String> answer = send(key, "broken");

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).contains("STORE_UNAVAILABLE").doesNotContain("directory");
    assertThat(bench.rows(key.key().id())).isEmpty();
  }

  private HttpResponse<String> send(IssuedKey key, String tenant) {
    return application.send(
        application.to("/").header("X-API-Key", key.text().reveal()).header("X-Tenant", tenant));
  }
}
