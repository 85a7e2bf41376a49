package io.keybearer.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.log.ApiKeyLog;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What passes by is kept where that is wanted, and passes by unchanged. */
class CaptureTest {
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

  private static final String JSON = "application/json";

  private final FilterBench bench = new FilterBench(Clock.systemUTC());
  private final ExecutorService pool = Executors.newSingleThreadExecutor();
  private final IssuedKey key = bench.issue(draft -> draft.scope(Scope.WRITE));
  private CaptureTerms terms = CaptureTerms.USUAL;

  @AfterEach
  void end() {
    pool.shutdownNow();
    bench.close();
  }

  @Test
  void keepsWhatIsReadAndWrittenWithoutItsSecrets() {
    capture(true, true);
    HttpResponse<String> answer = send(JSON, "{\"password\":\"hunter2\",\"ä\":1}", echo(JSON));

    assertThat(answer.body()).isEqualTo("{\"password\":\"hunter2\",\"ä\":1}");
    assertThat(logged().requestData()).isEqualTo("{\"password\":\"[redacted]\",\"ä\":1}");
    assertThat(logged().responseData()).isEqualTo("{\"password\":\"[redacted]\",\"ä\":1}");
    assertThat(logged().statusCode()).isEqualTo(200);
  }

  @Test
  void keepsNothingUnlessItIsWanted() {
    assertThat(send(JSON, "{\"a\":1}", echo(JSON)).body()).isEqualTo("{\"a\":1}");
    assertThat(logged().requestData()).isNull();
    assertThat(logged().responseData()).isNull();
  }

  @Test
  void keepsThePartThatIsWanted() {
    capture(false, true);
    assertThat(send(JSON, "{\"a\":1}", echo(JSON)).body()).isEqualTo("{\"a\":1}");
    assertThat(logged().requestData()).isNull();
    assertThat(logged().responseData()).isEqualTo("{\"a\":1}");
  }

  @Test
  void readersAndWritersAreCopiedAsTheyAreUsed() {
    capture(true, true);
    HttpResponse<String> answer = send("text/plain; charset=ISO-8859-1", "größe", (in, out) -> {
      out.setContentType("text/plain; charset=ISO-8859-1");
      out.getWriter().print(in.getReader().readLine());
      out.getWriter().print('!');
      out.getWriter().flush();
      out.getWriter().print("token=abc");
    });
    assertThat(answer.body()).isEqualTo("größe!token=abc");
    assertThat(logged().requestData()).isEqualTo("größe");
    assertThat(logged().responseData()).isEqualTo("größe!token=[redacted]");
  }

  @Test
  void formsAreToldFromTheirParameters() {
    capture(true, true);
    HttpResponse<String> answer = send(
        "application/x-www-form-urlencoded",
        "user=jo+e&password=hunter2",
        (in, out) -> out.getWriter().print(in.getParameter("password")));
    assertThat(answer.body()).isEqualTo("hunter2");
    assertThat(logged().requestData()).isEqualTo("user=jo+e&password=[redacted]");
  }

  @Test
  void ofWhatIsNoTextTypeAndLengthAreKept() {
    capture(true, true);
    send("image/png", "12345", (in, out) -> {
      assertThat(in.getInputStream().readAllBytes()).hasSize(5);
      out.setContentType("application/octet-stream");
      out.getOutputStream().write(new byte[70_000]);
    });
    assertThat(logged().requestData()).isEqualTo("[image/png, 5 bytes]");
    assertThat(logged().responseData()).isEqualTo("[application/octet-stream, 70000 bytes]");
  }

  @Test
  void copiesNoMoreThanItIsToldAndSaysHowMuchThereWas() {
    terms = new CaptureTerms(1_000, List.of(), List.of());
    capture(true, true);
    String large = "x".repeat(300_000);
    assertThat(send("text/plain", large, echo("text/plain")).body()).isEqualTo(large);
    assertThat(logged().requestData()).isEqualTo("x".repeat(1_000) + "…[cut, 300000 bytes]");
    assertThat(logged().responseData()).isEqualTo(logged().requestData());
  }

  @Test
  void headersAreKeptWhereToldAndHiddenByTheirNames() {
    terms = new CaptureTerms(
        1_000, List.of("Authorization", "X-Trace"), List.of("X-Shop", "Set-Cookie"));
    capture(true, true);
    send(JSON, "{\"a\":1}", (in, out) -> {
      out.setHeader("X-Shop", "seven");
      out.addHeader("Set-Cookie", "sid=hunter2");
      echo(JSON).answer(in, out);
    });
    assertThat(logged().requestData())
        .isEqualTo("Authorization: [redacted]\r\nX-Trace: trace-9\r\n\r\n{\"a\":1}");
    assertThat(logged().responseData())
        .isEqualTo("X-Shop: seven\r\nSet-Cookie: [redacted]\r\n\r\n{\"a\":1}");
  }

  @Test
  void asyncAnswersAreKeptToTheirEnd() {
    capture(true, true);
    HttpResponse<String> answer = send(JSON, "{\"a\":1}", (in, out) -> {
      byte[] body = in.getInputStream().readAllBytes();
      AsyncContext async = in.startAsync();
      pool.execute(() -> {
        try {
          async.getResponse().setContentType("text/plain");
          async.getResponse().getOutputStream().write(body);
          async.getResponse().getOutputStream().flush();
          async.getResponse().getOutputStream().write("later".getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
          throw new UncheckedIOException(failure);
        }
        async.complete();
      });
    });
    assertThat(answer.body()).isEqualTo("{\"a\":1}later");
    assertThat(logged().requestData()).isEqualTo("{\"a\":1}");
    assertThat(logged().responseData()).isEqualTo("{\"a\":1}later");
  }

  @Test
  void bodiesThatAreReadWithoutWaitingAreKept() {
    capture(true, true);
    HttpResponse<String> answer = send(JSON, "{\"a\":[1,2,3]}", (in, out) -> {
      AsyncContext async = in.startAsync();
      ServletInputStream body = in.getInputStream();
      body.setReadListener(new Reading(body, async));
    });
    assertThat(answer.body()).isEqualTo("13 bytes");
    assertThat(logged().requestData()).isEqualTo("{\"a\":[1,2,3]}");
  }

  /** Reads what there is whenever there is some. */
  private static final class Reading implements ReadListener {
    private final ServletInputStream body;
    private final AsyncContext async;
    private int read;

    Reading(ServletInputStream body, AsyncContext async) {
      this.body = body;
      this.async = async;
    }

    @Override
    public void onDataAvailable() throws IOException {
      byte[] some = new byte[5];
      while (body.isReady() && !body.isFinished()) {
        read += Math.max(0, body.read(some));
      }
    }

    @Override
    public void onAllDataRead() throws IOException {
      async.getResponse().getWriter().print(read + " bytes");
      async.complete();
    }

    @Override
    public void onError(Throwable failure) {
      async.complete();
    }
  }

  @Test
  void whatTheContainerAnswersByItselfIsNotKept() {
    capture(true, true);
    HttpResponse<String> answer = send(JSON, "{\"a\":1}", (in, out) -> {
      out.getWriter().print("half");
      out.resetBuffer();
      out.sendError(418);
    });
    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(logged().responseData()).isNull();
    assertThat(logged().statusCode()).isEqualTo(418);
  }

  private void capture(boolean request, boolean response) {
    bench
        .keybearer
        .administration()
        .keys()
        .capture(key.key().id(), IfVersion.any(), Duration.ofHours(1), request, response);
  }

  private static Way echo(String type) {
    return (in, out) -> {
      byte[] body = in.getInputStream().readAllBytes();
      out.setContentType(type);
      out.getOutputStream().write(body);
    };
  }

  private HttpResponse<String> send(String type, String body, Way way) {
    KeybearerFilter filter =
        KeybearerFilter.builder(KeyVerifier.of(bench.keybearer)).capture(terms).build();
    try (JettyApplication application =
        new JettyApplication(filter).servlet("/*", new Answers(way)).start()) {
      boolean latin = type.contains("8859");
      return application.send(application
          .to("/orders")
          .header("Authorization", "Bearer " + key.text().reveal())
          .header("Content-Type", type)
          .header("X-Trace", "trace-9")
          .POST(BodyPublishers.ofString(
              body, latin ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8)));
    }
  }

  private ApiKeyLog logged() {
    return bench.completedRow(key.key().id());
  }
}
