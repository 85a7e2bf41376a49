package io.keybearer.limit.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * What is asked of Redis at once.
 *
 * @param waiters those who wait, all for the same cost
 * @param cost what each of them wants
 * @param leased how many tokens are wanted beside
 * @param nodes among how many processes what is left is to be shared
 * @param at when, by the clock of this process
 */
record Question(List<Waiter> waiters, long cost, long leased, int nodes, long at) {
  private static final int MOST_TOGETHER = 10_000;

  /** Takes those from the head of a queue that want the same. */
  static Question from(Queue<Waiter> waiting, long leased, int nodes, long at) {
    List<Waiter> waiters = new ArrayList<>();
    Waiter first = waiting.peek();
    long cost = first == null ? 1 : first.cost;
    while (first != null && first.cost == cost && waiters.size() < MOST_TOGETHER) {
      waiters.add(waiting.remove());
      first = waiting.peek();
    }
    return new Question(waiters, cost, leased, nodes, at);
  }

  boolean isEmpty() {
    return waiters.isEmpty() && leased == 0;
  }

  /** Tells those who wait: as many as it was granted to, the first ones, get their cost. */
  void answer(long granted, Standing known, long ahead, long now) {
    for (int i = 0; i < waiters.size(); i++) {
      boolean accepted = i < granted;
      waiters.get(i).answer(new SharedOutcome(accepted, known, ahead, accepted ? 0 : cost, now));
    }
  }
}
