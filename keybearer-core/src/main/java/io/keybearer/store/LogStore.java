package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import java.time.Duration;
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
