package io.keybearer.limit.redis;

import io.keybearer.limit.LimitOutcome;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A request that waits for its cost. */
final class Waiter {
  final long cost;
  private final CompletableFuture<Optional<LimitOutcome>> answer = new CompletableFuture<>();

  Waiter(long cost) {
    this.cost = cost;
  }

  void answer(LimitOutcome outcome) {
    answer.complete(Optional.of(outcome));
  }

  /** Says that Redis did not answer. */
  void giveUp() {
    answer.complete(Optional.empty());
  }

  Optional<LimitOutcome> await(long nanos) {
    return await(answer, nanos);
  }

  /** What comes of it within this time; nothing when that is late, fails, or the wait is broken off. */
  static Optional<LimitOutcome> await(
      CompletableFuture<Optional<LimitOutcome>> coming, long nanos) {
    try {
      return coming.get(nanos, TimeUnit.NANOSECONDS);
    } catch (TimeoutException | ExecutionException unanswered) {
      return Optional.empty();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
