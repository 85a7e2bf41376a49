package io.keybearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Requests that do not simply run through: async, dispatched, forwarded, failed, streamed. */
class FilterDispatchTest {
  /** One way to answer. */
  @FunctionalInterface
  private interface Way {
    void answer(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException;
  }

  /** A servlet that answers in one way. */
  private static final class Answers extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private final transient Way way;

    Answers(Way way) {
      this.way = way;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response)
        throws ServletException, IOException {
      way.answer(request, response);
    }
  }

  private final FilterBench bench = new FilterBench(Clock.systemUTC());
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final IssuedKey key = bench.issue(draft -> draft);

  @AfterEach
  void end() {
    pool.shutdownNow();
    bench.close();
  }

  @Test
  void anAsyncRequestIsLoggedWithTheStatusOfItsEnd() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      AsyncContext async = request.startAsync();
      pool.execute(() -> {
        ((HttpServletResponse) async.getResponse()).setStatus(207);
        async.complete();
      });
    });

    assertThat(answer.statusCode()).isEqualTo(207);
    assertThat(loggedOnce().statusCode()).isEqualTo(207);
  }

  @Test
  void whatIsDispatchedAgainIsVerifiedOnceAndKeepsItsPrincipal() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      if (request.getDispatcherType() == DispatcherType.ASYNC) {
        response.setStatus(203);
        response.getWriter().print(request.getRemoteUser());
      } else {
        AsyncContext async = request.startAsync();
        pool.execute(async::dispatch);
      }
    });

    assertThat(answer.statusCode()).isEqualTo(203);
    assertThat(answer.body()).isEqualTo("key:" + key.key().prefix());
    assertThat(loggedOnce().statusCode()).isEqualTo(203);
  }

  @Test
  void anAsyncRequestThatTimesOutIsLoggedAsTheContainerAnswersIt() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      if (request.getDispatcherType() != DispatcherType.ERROR) {
        request.startAsync().setTimeout(50);
      }
    });

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(loggedOnce().statusCode()).isEqualTo(500);
  }

  @Test
  void aForwardedRequestIsVerifiedOnce() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      if (request.getDispatcherType() == DispatcherType.FORWARD) {
        response.getWriter().print(request.getRemoteUser());
      } else {
        request.getRequestDispatcher("/elsewhere").forward(request, response);
      }
    });

    assertThat(answer.body()).isEqualTo("key:" + key.key().prefix());
    assertThat(loggedOnce().statusCode()).isEqualTo(200);
  }

  @Test
  void whatTheApplicationThrowsIs500AndLogged() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      throw new ServletException("a defect of the application");
    });

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(loggedOnce().statusCode()).isEqualTo(500);
  }

  @Test
  void whatTheApplicationThrowsIsNeverTakenForAProblemOfTheKey() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      throw new StoreUnavailableException(new IOException("the application's own"));
    });

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(answer.body()).doesNotContain("STORE_UNAVAILABLE");
  }

  @Test
  void anErrorThatTheApplicationSendsIsLoggedWithItsStatus() {
    HttpResponse<String> answer = answerTo((request, response) -> response.sendError(404));

    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(loggedOnce().statusCode()).isEqualTo(404);
  }

  @Test
  void aStreamedAnswerReachesTheClientWhole() {
    HttpResponse<String> answer = answerTo((request, response) -> {
      for (int i = 0; i < 1_000; i++) {
        response
            .getOutputStream()
            .write("0123456789".repeat(10).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        response.flushBuffer();
      }
    });

    assertThat(answer.body()).hasSize(100_000);
    assertThat(loggedOnce().statusCode()).isEqualTo(200);
  }

  @Test
  void aStoreThatDoesNotAnswerIs503AndNeverAnAcceptance() {
    KeyVerifier down = new KeyVerifier() {
      @Override
      public Verification verify(VerificationRequest request) {
        throw new StoreUnavailableException(new IOException("password=hunter2"));
      }

      @Override
      public boolean recognises(SecretText text) {
        return true;
      }

      @Override
      public void answered(LogId row, int status, double millis) {
        throw new AssertionError("there is no row to complete");
      }
    };
    HttpResponse<String> answer = answerTo(
        KeybearerFilter.builder(down).build(), (request, response) -> response.setStatus(200));

    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    assertThat(answer.body()).contains("\"code\":\"STORE_UNAVAILABLE\"").doesNotContain("hunter2");
  }

  @Test
  void othersGoOnWithTheirOwnTokensAndKeysAreStillLookedAt() {
    KeybearerFilter filter =
        KeybearerFilter.builder(KeyVerifier.of(bench.keybearer)).othersGoOn().build();
    Way who = (request, response) -> response.getWriter().print(request.getRemoteUser());
    String good = key.text().reveal();
    try (JettyApplication application =
        new JettyApplication(filter).servlet("/*", new Answers(who)).start()) {
      assertThat(application.send(application.to("/x")).body()).isEqualTo("null");
      assertThat(application
              .send(application.to("/x").header("Authorization", "Bearer eyJhbGciOi.x.y"))
              .body())
          .isEqualTo("null");
      assertThat(application
              .send(application
                  .to("/x")
                  .header("Authorization", "Bearer " + good.substring(0, good.length() - 1)))
              .statusCode())
          .isEqualTo(401);
      assertThat(application
              .send(application.to("/x").header("X-API-Key", "eyJ.x.y"))
              .statusCode())
          .isEqualTo(401);
      assertThat(application
              .send(application.to("/x").header("Authorization", "Bearer " + good))
              .body())
          .isEqualTo("key:" + key.key().prefix());
    }
  }

  private HttpResponse<String> answerTo(Way way) {
    return answerTo(KeybearerFilter.of(bench.keybearer), way);
  }

  private HttpResponse<String> answerTo(KeybearerFilter filter, Way way) {
    try (JettyApplication application =
        new JettyApplication(filter).servlet("/*", new Answers(way)).start()) {
      return application.send(
          application.to("/x").header("Authorization", "Bearer " + key.text().reveal()));
    }
  }

  private ApiKeyLog loggedOnce() {
    ApiKeyLog row = bench.completedRow(key.key().id());
    assertThat(bench.rows(key.key().id())).hasSize(1);
    return row;
  }
}
