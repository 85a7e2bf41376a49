package io.keybearer.client;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One operation for which nobody waits: the same tries, pauses and time as of one that is waited
 * for. Its steps follow one another; each runs on a thread of the client or of the JDK.
 */
final class AsyncCall<T> {
  private final Transport transport;
  private final Operation<T> operation;
  private final HttpRequest request;
  private final Duration budget;
  private final long deadline;
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private volatile @Nullable CompletableFuture<HttpResponse<String>> exchange;
  private final AtomicInteger tries = new AtomicInteger(1);

  AsyncCall(Transport transport, Operation<T> operation, HttpRequest request, Duration budget) {
    this.transport = transport;
    this.operation = operation;
    this.request = request;
    this.budget = budget;
    deadline = transport.deadline(budget);
  }

  CompletableFuture<T> start() {
    CompletableFuture<T> unused = result.whenComplete((value, failure) -> giveUp());
    attempt();
    return result;
  }

  /** Ends what is under way once nobody wants it any more; does nothing to what has ended. */
  private void giveUp() {
    CompletableFuture<HttpResponse<String>> begun = exchange;
    if (begun != null) {
      begun.cancel(true);
    }
  }

  private void attempt() {
    if (result.isDone()) {
      return;
    }
    CompletableFuture<HttpResponse<String>> begun = transport.begin(request);
    exchange = begun;
    CompletableFuture<HttpResponse<String>> unused = begun
        .copy()
        .orTimeout(transport.left(deadline), TimeUnit.NANOSECONDS)
        .whenComplete(this::ended);
    if (result.isDone()) {
      begun.cancel(true);
    }
  }

  private void ended(@Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    try {
      if (response != null) {
        answered(Answer.of(response, response.body()));
      } else {
        failed(failure);
      }
    } catch (RuntimeException | Error told) {
      result.completeExceptionally(told);
    }
  }

  private void answered(Answer answer) {
    Duration wait = transport.waitAfter(answer, tries.get(), deadline);
    if (wait == null) {
      result.complete(operation.reader().apply(transport.settled(answer)));
    } else {
      again(wait);
    }
  }

  private void failed(@Nullable Throwable failure) {
    Throwable cause = failure instanceof CompletionException && failure.getCause() != null
        ? failure.getCause()
        : failure;
    NoAnswerException silence = transport.noAnswer(
        cause == null ? new IllegalStateException("neither answer nor failure") : cause, budget);
    Duration wait = transport.waitAfter(operation.call(), silence, tries.get(), deadline);
    if (wait == null) {
      throw silence;
    }
    again(wait);
  }

  private void again(Duration wait) {
    tries.incrementAndGet();
    CompletableFuture.delayedExecutor(wait.toNanos(), TimeUnit.NANOSECONDS).execute(this::attempt);
  }
}
