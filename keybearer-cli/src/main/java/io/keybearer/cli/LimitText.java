package io.keybearer.cli;

import io.keybearer.client.LimitStanding;
import io.keybearer.client.QuotaStanding;

/** Limits as people read them. */
final class LimitText {
  private LimitText() {}

  static String of(LimitStanding limit) {
    String left =
        limit.remaining() + " of " + limit.limit() + " left, full in " + limit.reset() + " s";
    return limit.retryAfter() == 0 ? left : left + ", next in " + limit.retryAfter() + " s";
  }

  static String of(QuotaStanding quota) {
    return quota.remaining() + " of " + quota.amount() + " left this " + quota.period()
        + ", anew at " + Printable.instant(quota.resetsAt());
  }
}
