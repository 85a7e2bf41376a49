package io.keybearer.limit.redis;

import io.keybearer.limit.LimitStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the limits of a counter stood when Redis last said so. From then on this process knows what
 * flowed in, and not what others took, so there may be less, and never more, but for what others
 * give back. Immutable.
 */
final class Standing {
  /** How long others' giving back may go unnoticed. */
  private static final long BELIEVED_NANOS = 1_000_000_000;

  private final Pace[] paces;
  private final long[] debts;
  private final long[] parts;
  private final long at;
  private final long heldUntil;

  /**
   * Keeps what Redis answered.
   *
   * @param at when Redis was asked, by the clock of this process
   * @param heldUntil up to when nothing counts as having flowed in
   */
  Standing(Pace[] paces, Answer answer, long at, long heldUntil) {
    this(paces, answer.debts(), answer.parts(), at, heldUntil);
  }

  private Standing(Pace[] paces, long[] debts, long[] parts, long at, long heldUntil) {
    this.paces = paces;
    this.debts = debts;
    this.parts = parts;
    this.at = at;
    this.heldUntil = heldUntil;
  }

  /** The same once a cost has been given back. */
  Standing without(long cost) {
    long[] lessDebts = new long[debts.length];
    long[] lessParts = new long[debts.length];
    for (int i = 0; i < debts.length; i++) {
      long part = parts[i] - paces[i].part(cost);
      long borrowed = part < 0 ? 1 : 0;
      long debt = debts[i] - paces[i].whole(cost) - borrowed;
      lessDebts[i] = Math.max(0, debt);
      lessParts[i] = debt < 0 ? 0 : part + borrowed * paces[i].most;
    }
    return new Standing(paces, lessDebts, lessParts, at, at);
  }

  /** Says whether Redis need not be asked to know that there is no room for this cost. */
  boolean denies(long cost, long now) {
    return now - at <= BELIEVED_NANOS && !fits(cost, now);
  }

  boolean fits(long cost, long now) {
    for (int i = 0; i < paces.length; i++) {
      if (paces[i].over(debt(i, now), part(i, now), cost) > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where each limit stands.
   *
   * @param ahead how many tokens this process holds that are charged already
   * @param costDenied what was asked for in vain, or 0
   */
  List<LimitStatus> statuses(long now, long ahead, long costDenied) {
    List<LimitStatus> statuses = new ArrayList<>(paces.length);
    for (int i = 0; i < paces.length; i++) {
      Pace pace = paces[i];
      long debt = debt(i, now);
      long part = part(i, now);
      long wait = costDenied == 0 ? 0 : Math.max(0, pace.over(debt, part, costDenied));
      statuses.add(new LimitStatus(
          pace.limit.name(),
          pace.most,
          pace.limit.rate().window(),
          Math.min(pace.most, pace.fitting(debt, part) + ahead),
          micros(debt + (part > 0 ? 1 : 0)),
          wait == 0 ? Duration.ZERO : longer(micros(wait), heldUntil - now)));
    }
    return List.copyOf(statuses);
  }

  private long debt(int index, long now) {
    return Math.max(0, debts[index] - passed(now));
  }

  private long part(int index, long now) {
    return debts[index] < passed(now) ? 0 : parts[index];
  }

  private long passed(long now) {
    return now - heldUntil < 0 ? 0 : Math.max(0, (now - at) / 1000);
  }

  private static Duration micros(long micros) {
    return Duration.ofSeconds(micros / 1_000_000, micros % 1_000_000 * 1000);
  }

  private static Duration longer(Duration wait, long nanos) {
    return nanos > 0 && wait.toSeconds() == 0
        ? Duration.ofNanos(Math.max(wait.toNanos(), nanos))
        : wait;
  }
}
