package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Calls for which nobody waits. */
class AsyncCallsTest {
  private LoopbackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private AsyncKeybearerClient client(Duration timeout) {
    return KeybearerClient.builder()
        .url(server.url())
        .key("caller")
        .timeout(timeout)
        .build()
        .async();
  }

  @Test
  void answersComeLater() throws Exception {
    server.answers(200, Samples.VALID);

    VerificationView verdict = client(Duration.ofSeconds(30))
        .keys()
        .verify(VerificationRequest.of("kb_s_text").company("acme").build())
        .get(30, TimeUnit.SECONDS);

    assertThat(verdict.valid()).isTrue();
    assertThat(server.received().get(0).target()).isEqualTo("/v1/keys/verify");
    assertThat(server.received().get(0).body()).contains("\"company\":\"acme\"");
  }

  @Test
  void aWriteCutOffAfterItsCommitIsSentAgainUnderTheSameIdempotencyKey() throws Exception {
    server.breaksTheConnection().answers(503, Samples.UNAVAILABLE).answers(201, Samples.replayed());

    IssuedKeyView issued = client(Duration.ofSeconds(30))
        .keys()
        .create(NewKey.builder("a", "service", "read").build())
        .get(30, TimeUnit.SECONDS);

    assertThat(issued.apiKey().id()).isEqualTo(Samples.KEY_ID);
    assertThat(issued.revealKey()).isEmpty();
    List<String> used = server.received().stream()
        .map(request -> request.header("Idempotency-key"))
        .distinct()
        .toList();
    assertThat(server.received()).hasSize(3);
    assertThat(used).hasSize(1).doesNotContain("");
  }

  @Test
  void aVerificationCutOffIsNotSentAgainSinceItMayHaveCounted() {
    server.breaksTheConnection();

    NoAnswerException failure = failureOf(client(Duration.ofSeconds(30))
        .keys()
        .verify(VerificationRequest.of("kb_s_secret").build()));

    assertThat(failure.neverSent()).isFalse();
    assertThat(failure).hasMessageNotContaining("kb_s_secret");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void problemsOfTheServerAreToldAsSuch() {
    for (int i = 0; i < 3; i++) {
      server.answers(503, Samples.UNAVAILABLE);
    }
    CompletableFuture<SelfView> self = client(Duration.ofSeconds(30)).self();

    ExecutionException failure =
        catchThrowableOfType(ExecutionException.class, () -> self.get(30, TimeUnit.SECONDS));

    assertThat(failure.getCause())
        .isInstanceOfSatisfying(
            ServerProblemException.class,
            problem -> assertThat(problem.status()).isEqualTo(503));
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void itEndsWhenTheTimeIsOver() {
    server.neverAnswers();

    assertThat(failureOf(client(Duration.ofMillis(200)).keys().disable("k")))
        .hasMessageContaining("within PT0.2S");
  }

  @Test
  void whatIsCancelledIsNotSentAgain() {
    server.answers(503, Samples.UNAVAILABLE, "Retry-After", "1").answers(200, Samples.VALID);
    CompletableFuture<SelfView> self = client(Duration.ofSeconds(30)).self();
    await().until(() -> server.received().size() == 1);

    self.cancel(true);

    await()
        .during(Duration.ofMillis(1_500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> server.received().size() == 1);
  }

  private static NoAnswerException failureOf(CompletableFuture<?> call) {
    ExecutionException failure =
        catchThrowableOfType(ExecutionException.class, () -> call.get(30, TimeUnit.SECONDS));
    assertThat(failure.getCause()).isInstanceOf(NoAnswerException.class);
    return (NoAnswerException) Objects.requireNonNull(failure.getCause());
  }
}
