package io.keybearer.lifecycle;

import io.keybearer.key.Caller;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.RememberedAnswer;
import java.util.Optional;
import java.util.function.Function;

/** What one caller can do to keys and companies. Safe for concurrent use. */
public final class Administration {
  private final Lifecycle lifecycle;
  private final Caller caller;
  private final Transactions transactions;

  Administration(Lifecycle lifecycle, Caller caller, Transactions transactions) {
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.transactions = transactions;
  }

  /** Issuing, finding and changing keys. */
  public Keys keys() {
    return new Keys(lifecycle, caller, transactions);
  }

  /** Companies and their owners. */
  public Companies companies() {
    return new Companies(lifecycle, caller, transactions);
  }

  /**
   * What work done once came to.
   *
   * @param answer the answer of this work, or of the same work done before
   * @param replayed whether it was done before
   * @param fresh what the work returned beside its answer; absent when it was done before
   */
  public record Once<T>(String answer, boolean replayed, Optional<T> fresh) {}

  /**
   * What work returns: something to use now, and the answer to remember.
   *
   * @param value for now alone; may hold a key's text
   * @param answer for every repetition; must not
   */
  public record Answered<T>(T value, String answer) {}

  /**
   * Does work once for each name, in one transaction with the memory of it.
   *
   * @param name caller, route and idempotency key
   * @param requestDigest stands for the request
   * @param work is given this administration, within the transaction
   * @throws ConflictException {@code IDEMPOTENCY_MISMATCH} when the name was used for another request
   */
  public <T> Once<T> once(
      RememberedAnswer.Name name,
      String requestDigest,
      Function<Administration, Answered<T>> work) {
    return transactions.write(transaction -> {
      Optional<RememberedAnswer> before = transaction.recall(name);
      if (before.isPresent()) {
        if (!before.get().requestDigest().equals(requestDigest)) {
          throw new ConflictException(ProblemCode.IDEMPOTENCY_MISMATCH);
        }
        return new Once<>(before.get().answer(), true, Optional.empty());
      }
      Administration within =
          new Administration(lifecycle, caller, Transactions.within(transaction));
      Answered<T> done = work.apply(within);
      transaction.remember(
          name,
          new RememberedAnswer(requestDigest, done.answer(), lifecycle.clock().instant()));
      return new Once<>(done.answer(), false, Optional.of(done.value()));
    });
  }
}
