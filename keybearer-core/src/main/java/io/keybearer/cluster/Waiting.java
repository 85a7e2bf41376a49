package io.keybearer.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** Who waits for a change to be applied everywhere. Safe for concurrent use. */
final class Waiting {
  /** Past so many, who comes is told at once what is known. */
  private static final int MOST = 1_000;

  private final List<Waiter> waiters = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  private static final class Waiter {
    private final long deadline;
    private final CompletableFuture<Propagation> told = new CompletableFuture<>();
    private volatile Propagation known;

    Waiter(Propagation known, long deadline) {
      this.known = known;
      this.deadline = deadline;
    }

    boolean isToldBy(Nodes nodes) {
      Propagation now = nodes.propagation(known.sequence());
      known = now;
      return now.complete();
    }
  }

  boolean isEmpty() {
    return waiters.isEmpty();
  }

  CompletableFuture<Propagation> add(Propagation known, long deadline) {
    Waiter waiter = new Waiter(known, deadline);
    if (waiters.size() < MOST) {
      waiters.add(waiter);
    }
    if (ended || !waiters.contains(waiter)) {
      end(waiter);
    }
    return waiter.told;
  }

  void tell(Nodes nodes) {
    waiters.stream().filter(waiter -> waiter.isToldBy(nodes)).forEach(this::end);
  }

  void endOverdue(long now) {
    waiters.stream().filter(waiter -> now - waiter.deadline >= 0).forEach(this::end);
  }

  void end() {
    ended = true;
    waiters.forEach(this::end);
  }

  private void end(Waiter waiter) {
    waiters.remove(waiter);
    waiter.told.complete(waiter.known);
  }
}
