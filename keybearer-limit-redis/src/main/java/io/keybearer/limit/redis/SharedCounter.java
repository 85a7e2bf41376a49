package io.keybearer.limit.redis;

import io.keybearer.limit.LimitOutcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What this process knows and holds of one counter: leases, where the limits stood, who waits. One
 * question to Redis is under way at a time; who comes meanwhile waits for the next one, all of the
 * same cost together. Safe for concurrent use; leases are spent without locks.
 */
final class SharedCounter {
  private static final long NANOS_IN_MICRO = 1_000;

  /** What is held is worth nothing after a second; what is known of its use is kept longer. */
  private static final long FORGOTTEN_NANOS = 5_000_000_000L;

  final CounterName name;
  private final Sharing sharing;
  private final Pace[] paces;
  private final LeaseTerms terms;
  private final Calls calls;
  private final Leases leases = new Leases();
  private final LeaseSize size;
  private final Queue<Waiter> waiting = new ArrayDeque<>();
  private boolean asking;
  private volatile @Nullable Standing standing;
  private volatile long askedAt;
  private volatile long grantedAt;
  private volatile long leaseAgain;

  SharedCounter(CounterName name, Sharing sharing) {
    this.name = name;
    this.sharing = sharing;
    paces = Pace.of(name.limits());
    terms = LeaseTerms.of(name);
    calls = new Calls(sharing.scripts(), name.keys(sharing.keyPrefix()), paces, terms.lifeMicros());
    size = new LeaseSize(terms.lifeMicros() * NANOS_IN_MICRO);
    askedAt = sharing.nanoTime().getAsLong();
    grantedAt = askedAt;
    leaseAgain = askedAt;
  }

  /** Whether nothing is lost by forgetting this. */
  boolean isIdle(long now) {
    return now - askedAt > FORGOTTEN_NANOS;
  }

  /** Answers from what is here, or with null. */
  @Nullable
  LimitOutcome takeAtOnce(long cost, long now) {
    Standing known = standing;
    if (known == null) {
      return null;
    }
    Leases.Spending spending = leases.spend(cost, now);
    if (spending != Leases.Spending.NOTHING) {
      // Before asking: a lease that comes meanwhile is not part of this standing.
      LimitOutcome spent = new SharedOutcome(true, known, leases.rest(now), 0, now);
      if (spending == Leases.Spending.SPENT_LOW && now - leaseAgain >= 0) {
        ask();
      }
      return spent;
    }
    return known.denies(cost, now)
        ? new SharedOutcome(false, known, leases.rest(now), cost, now)
        : null;
  }

  /** Waits for Redis to grant or deny a cost; nothing when Redis does not answer. */
  Optional<LimitOutcome> take(long cost) {
    Waiter waiter = new Waiter(cost);
    synchronized (this) {
      waiting.add(waiter);
    }
    ask();
    return waiter.await(sharing.patienceNanos());
  }

  /** Waits for Redis to say where the limits stand; nothing when Redis does not answer. */
  Optional<LimitOutcome> look(long cost) {
    long at = now();
    return Waiter.await(
        sharing
            .link()
            .run(calls.look())
            .thenApply(Answer::of)
            .thenApply(answer -> Optional.of(looked(new Standing(paces, answer, at, at), cost))),
        sharing.patienceNanos());
  }

  /** Gives back a cost, to a lease if possible, and to Redis otherwise. Does not wait. */
  void giveBack(long cost, long now) {
    if (cost == 0 || leases.giveBack(cost, now)) {
      return;
    }
    long since = Math.max(0, -Math.floorDiv(grantedAt - now, NANOS_IN_MICRO));
    CompletableFuture<List<Long>> unused = sharing.link().run(calls.giveBack(cost, since));
    Standing known = standing;
    if (known != null) {
      standing = known.without(cost);
    }
  }

  private LimitOutcome looked(Standing seen, long cost) {
    long now = now();
    long ahead = leases.rest(now);
    boolean fits = cost <= ahead || seen.fits(cost, now);
    return new SharedOutcome(fits, seen, ahead, fits ? 0 : cost, now);
  }

  /** Sends the next question, if there is one and none is under way. */
  private void ask() {
    Question question;
    synchronized (this) {
      if (asking) {
        return;
      }
      question = next(now());
      if (question.isEmpty()) {
        return;
      }
      asking = true;
      askedAt = question.at();
    }
    CompletableFuture<Void> unused = sharing
        .link()
        .run(calls.take(question))
        .thenApply(Answer::of)
        .handle((answer, failure) -> {
          if (failure == null) {
            answered(question, answer);
          } else {
            unanswered(question);
          }
          return null;
        });
  }

  /** Those at the head of the queue that want the same, and what to lease beside. */
  private Question next(long now) {
    int nodes = sharing.nodes().getAsInt();
    long leased = terms.allowLeases(nodes) ? Math.min(size.next(now), terms.most(nodes)) : 0;
    return Question.from(waiting, leased, nodes, now);
  }

  private void answered(Question question, Answer answer) {
    long now = now();
    boolean scarce = answer.leased() < question.leased();
    boolean held = scarce && answer.granted() < question.waiters().size();
    long pause = now + terms.pauseNanos();
    Standing known = new Standing(paces, answer, question.at(), held ? pause : question.at());
    standing = known;
    leaseAgain = scarce ? pause : now;
    if (answer.granted() > 0) {
      grantedAt = question.at();
    }
    if (answer.leased() > 0) {
      leases.add(new Lease(answer.leased(), question.at() + terms.lifeNanos()), now);
    }
    // Ended before anybody is told, so that what they do next comes after it.
    boolean others = ended(question, answer);
    question.answer(answer.granted(), known, leases.rest(now), now);
    if (others) {
      ask();
    }
  }

  /** Ends a question, answers those whom that helps, and says whether others wait still. */
  private synchronized boolean ended(Question question, Answer answer) {
    size.got(question.leased(), answer.leased());
    while (!waiting.isEmpty()) {
      // The time of now: they may have come after the answer.
      LimitOutcome outcome = takeAtOnce(waiting.element().cost, now());
      if (outcome == null) {
        break;
      }
      waiting.remove().answer(outcome);
    }
    asking = false;
    return !waiting.isEmpty();
  }

  private void unanswered(Question question) {
    List<Waiter> all = new ArrayList<>(question.waiters());
    synchronized (this) {
      all.addAll(waiting);
      waiting.clear();
      asking = false;
    }
    all.forEach(Waiter::giveUp);
  }

  private long now() {
    return sharing.nanoTime().getAsLong();
  }
}
