package io.keybearer.server.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a route does with a request that has passed everything that holds for all routes. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers on a thread that may wait for the database.
   *
   * @throws io.keybearer.problem.KeybearerException what becomes a problem answer
   */
  Answer answer(Call call);

  /**
   * Answers at once on the event loop, which must never wait, or returns null when it cannot; then
   * nothing may have happened yet, and {@link #answer} follows.
   */
  default @Nullable Answer answerAtOnce(Call call) {
    return null;
  }

  /**
   * Begins to answer on a thread that may wait for the database, and ends without holding one.
   *
   * @throws io.keybearer.problem.KeybearerException what becomes a problem answer
   */
  default CompletableFuture<Answer> begin(Call call) {
    return CompletableFuture.completedFuture(answer(call));
  }

  /** Makes a handler that may end long after it began. */
  static Handler inTime(Function<Call, CompletableFuture<Answer>> patient) {
    return new Handler() {
      @Override
      public Answer answer(Call call) {
        return begin(call).join();
      }

      @Override
      public CompletableFuture<Answer> begin(Call call) {
        return patient.apply(call);
      }
    };
  }

  /** Makes a handler that never waits, and so never leaves the event loop. */
  static Handler atOnce(Handler quick) {
    return new Handler() {
      @Override
      public Answer answer(Call call) {
        return quick.answer(call);
      }

      @Override
      public Answer answerAtOnce(Call call) {
        return quick.answer(call);
      }
    };
  }
}
