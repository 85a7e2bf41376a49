package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProblemsTest {
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

  private ServerProblemException problem() {
    return catchThrowableOfType(
        ServerProblemException.class,
        () -> client.keys().create(NewKey.builder("a", "service", "read").build()));
  }

  @Test
  void tellsFieldsOfProblem() {
    server.answers(400, """
        {"type": "urn:keybearer:problem:invalid-request", "code": "INVALID_REQUEST",
         "title": "Bad Request", "status": 400, "detail": "Correct each field.",
         "request_id": "r-1", "errors": [
           {"path": "name", "code": "REQUIRED", "detail": "A value is required here."},
           {"path": "allowed_ips[0]", "code": "ADDRESS_INVALID", "detail": "Expected an address."}
         ], "later": 1}""");
    ServerProblemException problem = problem();
    assertThat(problem.status()).isEqualTo(400);
    assertThat(problem.code()).isEqualTo("INVALID_REQUEST");
    assertThat(problem.detail()).isEqualTo("Correct each field.");
    assertThat(problem.requestId()).contains("r-1");
    assertThat(problem.retryAfter()).isEmpty();
    assertThat(problem.errors())
        .containsExactly(
            new FieldError("name", "REQUIRED", "A value is required here."),
            new FieldError("allowed_ips[0]", "ADDRESS_INVALID", "Expected an address."));
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void tellsStatusWhenSomethingElseAnswers() {
    server.answers(
        502, "<html>Bad Gateway</html>", "Content-Type", "text/html", "X-Request-Id", "r-2");
    ServerProblemException problem = problem();
    assertThat(problem.code()).isEqualTo("HTTP_502");
    assertThat(problem.requestId()).contains("r-2");
    assertThat(problem.errors()).isEmpty();
  }

  @Test
  void tellsStatusWhenTheProblemCannotBeRead() {
    server.answers(409, "{\"code\": 7}");
    ServerProblemException problem = problem();
    assertThat(problem.status()).isEqualTo(409);
    assertThat(problem.code()).isEqualTo("HTTP_409");
    assertThat(problem.getSuppressed()).hasSize(1);
  }

  @Test
  void followsNoRedirect() {
    server.answers(307, "", "Location", "http://127.0.0.1:1/");
    assertThat(problem().code()).isEqualTo("HTTP_307");
  }
}
