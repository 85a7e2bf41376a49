package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import io.keybearer.log.LogRetention;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Where log rows are kept. Every method may throw {@link
 * io.keybearer.problem.StoreUnavailableException}; implementations are safe for concurrent use.
 */
public interface LogStore extends LogDestination {
  /**
   * How far the time of a row's id may lie from {@link ApiKeyLog#at}. A list that is bounded in time
   * looks at ids in that span alone; a row that lies further astray may be left out of it.
   */
  Duration ASTRAY = Duration.ofSeconds(1);

  /**
   * Makes places for rows of the days to come, where days have places of their own. Called now and
   * then; writers need not wait for it.
   */
  void makeReady(Instant now);

  /**
   * Begins to remove rows that are too old by the time within their ids. A row that is not yet too
   * old stays; one that is may stay a day longer, since whole days go at once where that is cheaper.
   */
  LogPruning pruning(LogRetention retention, Instant now);

  /** One row, if it is within reach. */
  Optional<ApiKeyLog> find(Reach reach, LogId id);

  /**
   * Rows within reach that pass the filter, newest first (by id).
   *
   * @throws io.keybearer.problem.KeybearerException {@code RANGE_TOO_WIDE} when a store that bounds
   *     the time of a reading did not come to its end
   */
  Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page);

  /** Where the requests are counted. */
  UsageStore usage();
}
