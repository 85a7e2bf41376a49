package io.keybearer.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Sends calls, again where that is safe, and never longer than the time a call is given. Redirects
 * are not followed, since they would carry the key elsewhere. Thread-safe.
 */
final class Transport {
  private final HttpClient http;
  private final Settings settings;
  private final LongSupplier nanoTime;
  private final Pause pause;
  private final Backoff backoff;
  private final SecureRandom random;

  /**
   * What a client was built with.
   *
   * @param server the address, without a trailing slash
   * @param key the key to call with
   * @param timeout for one call with all its tries
   * @param tries how often a call is sent at most
   * @param listener hears of every answer
   */
  record Settings(String server, String key, Duration timeout, int tries, AnswerListener listener) {
    @Override
    public String toString() {
      return "Settings[server=" + server + ", key=<redacted>]";
    }
  }

  Transport(
      HttpClient http,
      Settings settings,
      LongSupplier nanoTime,
      Pause pause,
      Backoff backoff,
      SecureRandom random) {
    this.http = http;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.pause = pause;
    this.backoff = backoff;
    this.random = random;
  }

  /** Does an operation and waits for its answer. */
  <T> T send(Operation<T> operation) {
    return operation.reader().apply(send(operation.call()));
  }

  /**
   * Does an operation without waiting. The future fails with a {@link KeybearerClientException};
   * cancelling it gives up the call, which may have been done.
   */
  <T> CompletableFuture<T> sendAsync(Operation<T> operation) {
    Duration budget = budget(operation.call());
    return new AsyncCall<>(this, operation, request(operation.call()), budget).start();
  }

  /** Sends a call and returns the body of the answer, which is a success. */
  private String send(Call call) {
    HttpRequest request = request(call);
    Duration budget = budget(call);
    long deadline = deadline(budget);
    int tries = 1;
    while (true) {
      @Nullable Duration wait;
      try {
        Answer answer = once(request, deadline, budget);
        wait = waitAfter(answer, tries, deadline);
        if (wait == null) {
          return settled(answer);
        }
      } catch (NoAnswerException failure) {
        wait = Thread.currentThread().isInterrupted()
            ? null
            : waitAfter(call, failure, tries, deadline);
        if (wait == null) {
          throw failure;
        }
      }
      sleep(wait);
      tries++;
    }
  }

  /**
   * Sends a call once and returns the body of the answer as it comes, for whoever closes it. What
   * breaks it off shows as an exception of the stream.
   */
  InputStream open(Call call, String mediaType) {
    HttpRequest request = request(call, mediaType + ", application/problem+json");
    CompletableFuture<HttpResponse<InputStream>> exchange =
        http.sendAsync(request, BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response = awaited(exchange, settings.timeout(), settings.timeout());
    if (response.statusCode() == 200) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      throw ServerProblemException.of(Answer.of(response, text));
    } catch (IOException broken) {
      throw noAnswer(broken, settings.timeout());
    }
  }

  private HttpRequest request(Call call) {
    return request(call, "application/json, application/problem+json");
  }

  private HttpRequest request(Call call, String accepted) {
    HttpRequest.Builder request = HttpRequest.newBuilder(call.address(settings.server()))
        .header("Authorization", "Bearer " + settings.key())
        .header("Accept", accepted);
    if (call.body() == null) {
      request.method(call.method(), BodyPublishers.noBody());
    } else {
      request.header("Content-Type", "application/json");
      request.method(call.method(), BodyPublishers.ofString(JsonText.write(call.body())));
    }
    if (call.repetition() == Call.Repetition.WITH_IDEMPOTENCY_KEY) {
      request.header("Idempotency-Key", requestKey());
    }
    if (call.ifVersion() != null) {
      request.header("If-Match", "\"" + call.ifVersion() + "\"");
    }
    return request.build();
  }

  /** 128 random bits: nobody uses the same twice by chance. */
  private String requestKey() {
    byte[] bits = new byte[16];
    random.nextBytes(bits);
    return HexFormat.of().formatHex(bits);
  }

  private Answer once(HttpRequest request, long deadline, Duration budget) {
    HttpResponse<String> response =
        awaited(begin(request), Duration.ofNanos(left(deadline)), budget);
    return Answer.of(response, response.body());
  }

  private <T> HttpResponse<T> awaited(
      CompletableFuture<HttpResponse<T>> exchange, Duration left, Duration budget) {
    try {
      return exchange.get(left.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      exchange.cancel(true);
      throw noAnswer(late, budget);
    } catch (InterruptedException interrupted) {
      exchange.cancel(true);
      throw interrupted(interrupted);
    } catch (ExecutionException failure) {
      throw noAnswer(failure.getCause() == null ? failure : failure.getCause(), budget);
    }
  }

  CompletableFuture<HttpResponse<String>> begin(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private Duration budget(Call call) {
    return settings.timeout().plus(call.patience());
  }

  /** When a call that begins now must have ended. */
  long deadline(Duration budget) {
    return nanoTime.getAsLong() + budget.toNanos();
  }

  /** How many nanoseconds are left. */
  long left(long deadline) {
    return Math.max(deadline - nanoTime.getAsLong(), 0);
  }

  /** How long to wait before the call is sent again; null when this answer stands. */
  @Nullable
  Duration waitAfter(Answer answer, int tries, long deadline) {
    return answer.isUnavailable() ? next(tries, answer.retryAfter(), deadline) : null;
  }

  /** The same after a try without an answer; null when it is not sent again. */
  @Nullable
  Duration waitAfter(Call call, NoAnswerException failure, int tries, long deadline) {
    boolean mayRepeat =
        failure.neverSent() || call.repetition() != Call.Repetition.ONLY_WHEN_NOT_DONE;
    return mayRepeat ? next(tries, null, deadline) : null;
  }

  private @Nullable Duration next(int tries, @Nullable Duration asked, long deadline) {
    if (tries >= settings.tries()) {
      return null;
    }
    Duration wait = backoff.after(tries, asked);
    return nanoTime.getAsLong() + wait.toNanos() - deadline >= 0 ? null : wait;
  }

  /** What to tell of a try that failed without an answer. */
  NoAnswerException noAnswer(Throwable cause, Duration budget) {
    if (cause instanceof TimeoutException) {
      return new NoAnswerException(
          "No answer from " + settings.server() + " within " + budget + ".", false, cause);
    }
    if (cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException) {
      return new NoAnswerException("Nothing answers at " + settings.server() + ".", true, cause);
    }
    return new NoAnswerException(
        "The connection to " + settings.server() + " broke before the answer came.", false, cause);
  }

  /** The body of a success. */
  String settled(Answer answer) {
    if (!answer.isSuccess()) {
      throw ServerProblemException.of(answer);
    }
    settings.listener().answered(answer.body());
    return answer.body();
  }

  private void sleep(Duration wait) {
    try {
      pause.sleep(wait);
    } catch (InterruptedException interrupted) {
      throw interrupted(interrupted);
    }
  }

  private static NoAnswerException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new NoAnswerException("Interrupted while waiting for the answer.", false, cause);
  }
}
