package io.keybearer.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetriesTest {
  private final List<Duration> pauses = new ArrayList<>();
  private LoopbackServer server;
  private KeybearerClient client;

  @BeforeEach
  void start() throws IOException {
    server = new LoopbackServer();
    client = client(Duration.ofSeconds(30));
  }

  private KeybearerClient client(Duration timeout) {
    return KeybearerClient.builder()
        .url(server.url())
        .key("caller")
        .timeout(timeout)
        .pause(pauses::add)
        .build();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void sendsWriteAgainAfter503UnderTheSameIdempotencyKey() {
    server
        .answers(503, Samples.UNAVAILABLE, "Retry-After", "2")
        .answers(201, Samples.issued("kb_s_text"))
        .answers(201, Samples.issued("kb_s_other"));
    NewKey key = NewKey.builder("a", "service", "read").build();
    assertThat(client.keys().create(key).revealKey()).contains("kb_s_text");
    client.keys().create(key);
    List<String> used = server.received().stream()
        .map(request -> request.header("Idempotency-key"))
        .toList();
    assertThat(used.get(1)).isEqualTo(used.get(0));
    assertThat(used.get(2)).isNotEqualTo(used.get(0));
    assertThat(pauses).hasSize(1);
    assertThat(pauses.get(0)).isBetween(Duration.ofSeconds(2), Duration.ofMillis(2200));
  }

  @Test
  void givesUpAfterThreeTries() {
    for (int i = 0; i < 3; i++) {
      server.answers(503, Samples.UNAVAILABLE, "Retry-After", "1");
    }
    ServerProblemException problem =
        catchThrowableOfType(ServerProblemException.class, () -> client.self());
    assertThat(problem.status()).isEqualTo(503);
    assertThat(problem.code()).isEqualTo("STORE_UNAVAILABLE");
    assertThat(problem.retryAfter()).contains(Duration.ofSeconds(1));
    assertThat(server.received()).hasSize(3);
  }

  @Test
  void doesNotWaitBeyondItsTime() {
    server.answers(503, Samples.UNAVAILABLE, "Retry-After", "60");
    assertThatThrownBy(() -> client.self()).isInstanceOf(ServerProblemException.class);
    assertThat(pauses).isEmpty();
  }

  @Test
  void sendsBrokenWriteAgainAndTellsThatTextWasLost() {
    server.breaksTheConnection().answers(201, Samples.replayed());
    IssuedKeyView issued =
        client.keys().create(NewKey.builder("a", "service", "read").build());
    assertThat(issued.revealKey()).isEmpty();
    assertThat(issued.apiKey().id()).isEqualTo(Samples.KEY_ID);
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void doesNotSendBrokenVerificationAgainSinceItMayHaveCounted() {
    server.breaksTheConnection();
    NoAnswerException failure = catchThrowableOfType(
        NoAnswerException.class,
        () -> client.keys().verify(VerificationRequest.of("kb_s_secret").build()));
    assertThat(failure.neverSent()).isFalse();
    assertThat(failure).hasMessageNotContaining("kb_s_secret");
    assertThat(server.received()).hasSize(1);
  }

  @Test
  void sendsVerificationAgainAfter503() {
    server.answers(503, Samples.UNAVAILABLE).answers(200, Samples.VALID);
    assertThat(client.keys().verify(VerificationRequest.of("a").build()).valid())
        .isTrue();
    assertThat(pauses).hasSize(1);
    assertThat(pauses.get(0)).isBetween(Duration.ofMillis(1), Duration.ofMillis(200));
  }

  @Test
  void triesAgainWhenNothingListens() {
    server.close();
    NoAnswerException failure = catchThrowableOfType(
        NoAnswerException.class,
        () -> client.keys().verify(VerificationRequest.of("a").build()));
    assertThat(failure.neverSent()).isTrue();
    assertThat(failure.status()).isZero();
    assertThat(failure.code()).isEqualTo("NO_ANSWER");
    assertThat(pauses).hasSize(2);
  }

  @Test
  void endsWhenTheTimeIsOver() {
    server.neverAnswers();
    assertThatThrownBy(() -> client(Duration.ofMillis(200)).keys().disable("k"))
        .isInstanceOf(NoAnswerException.class)
        .hasMessageContaining("within PT0.2S");
    assertThat(server.received()).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void endsWhenInterruptedAndKeepsTheFlag() {
    server.neverAnswers();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> client.self()).isInstanceOf(NoAnswerException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void waitsRandomPartsOfDoublingSpans() {
    Backoff backoff = new Backoff(new SecureRandom());
    for (int tries = 1; tries <= 10; tries++) {
      long most = Math.min(200L << (tries - 1), 5_000);
      for (int i = 0; i < 100; i++) {
        assertThat(backoff.after(tries, null))
            .isBetween(Duration.ofMillis(1), Duration.ofMillis(most));
      }
    }
  }
}
