package io.keybearer.limit.redis;

import io.keybearer.limit.LimitOutcome;
import io.keybearer.limit.LimitStatus;
import java.util.List;

/**
 * An answer from what Redis said last; put in words only when asked for.
 *
 * @param ahead how many tokens this process holds that are charged already
 * @param costDenied what was asked for in vain, or 0
 */
record SharedOutcome(boolean accepted, Standing standing, long ahead, long costDenied, long now)
    implements LimitOutcome {
  @Override
  public List<LimitStatus> statuses() {
    return standing.statuses(now, ahead, costDenied);
  }
}
