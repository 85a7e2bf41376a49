package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import java.time.Instant;
import java.util.List;

/**
 * Where requests are counted. Every row that the log takes, and every completion, is counted in its
 * own transaction: what {@link #read} tells is always what counting all rows ever written would
 * tell. Every method may throw {@link io.keybearer.problem.StoreUnavailableException};
 * implementations are safe for concurrent use.
 */
public interface UsageStore {
  /** Counts within reach; those that are zero are left out. */
  List<UsageRow> read(Reach reach, UsageQuery query);

  /**
   * Does some of the counting that batches have left for later, so that reading has less to do.
   *
   * @return whether there may be more to do
   */
  boolean settle();

  /**
   * Drops counts of spans that are no longer kept, see {@link UsageGrain#firstKept}, some at a time.
   *
   * @return how many were dropped; 0 when there are no more
   */
  int drop(Instant now);

  /**
   * From how many addresses a key was used since an instant.
   *
   * @param most how many rows are looked at, newest first
   */
  Addresses addresses(Reach reach, ApiKeyId key, Instant since, int most);

  /**
   * How many addresses.
   *
   * @param count different ones
   * @param exact false when there were more rows than were looked at, so that there may be more
   */
  record Addresses(int count, boolean exact) {}
}
