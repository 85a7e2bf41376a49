package io.keybearer.lifecycle;

import io.keybearer.key.Caller;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.StoreTransaction;
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
   * What was done.
   *
   * @param value what the work returned
   * @param sequence a number of the change feed: a node that has applied it knows all that was done.
   *     For work that changed nothing it is the feed's latest, which covers what was done before
   */
  public record Done<T>(T value, long sequence) {}

  /**
   * What work done once came to.
   *
   * @param answer the answer of this work, or of the same work done before
   * @param replayed whether it was done before
   * @param fresh what the work returned beside its answer; absent when it was done before
   * @param sequence as in {@link Done}
   */
  public record Once<T>(String answer, boolean replayed, Optional<T> fresh, long sequence) {}

  /**
   * What work returns: something to use now, and the answer to remember.
   *
   * @param value for now alone; may hold a key's text
   * @param answer for every repetition; must not
   */
  public record Answered<T>(T value, String answer) {}

  /**
   * Does work in one transaction, all of it or nothing, and says under which number the change feed
   * has it. {@link io.keybearer.cluster.Membership#whenApplied} then tells when every node knows.
   *
   * <pre>{@code
   * var done = administration.inOneTransaction(a -> a.keys().revoke(id, IfVersion.any(), "leaked"));
   * keybearer.membership().whenApplied(done.sequence(), Duration.ofSeconds(10)).thenAccept(…);
   * }</pre>
   *
   * @param work is given this administration, within the transaction; it may be done again, when the
   *     store has to
   * @throws IllegalStateException inside another transaction
   */
  public <T> Done<T> inOneTransaction(Function<Administration, T> work) {
    Transactions.Done<T> done = transactions.commit(transaction -> work.apply(within(transaction)));
    return new Done<>(done.value(), sequence(done));
  }

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
    Transactions.Done<OnceDone<T>> done = transactions.commit(transaction -> {
      Optional<RememberedAnswer> before = transaction.recall(name);
      if (before.isPresent()) {
        if (!before.get().requestDigest().equals(requestDigest)) {
          throw new ConflictException(ProblemCode.IDEMPOTENCY_MISMATCH);
        }
        return new OnceDone<>(before.get().answer(), Optional.empty());
      }
      Answered<T> answered = work.apply(within(transaction));
      transaction.remember(
          name,
          new RememberedAnswer(
              requestDigest, answered.answer(), lifecycle.clock().instant()));
      return new OnceDone<>(answered.answer(), Optional.of(answered.value()));
    });
    OnceDone<T> once = done.value();
    return new Once<>(once.answer, once.fresh.isEmpty(), once.fresh, sequence(done));
  }

  private record OnceDone<T>(String answer, Optional<T> fresh) {}

  private Administration within(StoreTransaction transaction) {
    return new Administration(lifecycle, caller, Transactions.within(transaction));
  }

  private long sequence(Transactions.Done<?> done) {
    return done.sequence()
        .orElseGet(() -> lifecycle.store().readFeed(Long.MAX_VALUE, 1).head());
  }
}
