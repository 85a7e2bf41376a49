package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a route does with a request that has passed everything that holds for all routes. */
@FunctionalInterface
public interface Handler {
  /**
   * Answers on a thread that may wait for the database.
   *
   * @throws KeybearerException what becomes a problem answer
   */
  Answer answer(Call call);

  /**
   * Answers at once on the event loop, which must never wait, or returns null when it cannot; then
   * {@link #answer} follows, and nothing may have happened yet that it does not know of.
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

  /**
   * The handler of this one call: this one, unless it keeps something of a call between {@link
   * #answerAtOnce} and {@link #answer}.
   *
   * @throws KeybearerException what becomes a problem answer
   */
  default Handler forCall(Call call) {
    return this;
  }

  /**
   * Answers on the event loop when no thread is free that may wait, and {@link #answerAtOnce} could
   * not: with what has happened, if anything has.
   *
   * @param why what becomes a problem answer when nothing has
   */
  default Answer answerWithoutStore(Call call, KeybearerException why) {
    throw why;
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
