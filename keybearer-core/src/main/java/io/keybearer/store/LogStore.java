package io.keybearer.store;

import io.keybearer.key.Reach;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogDestination;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogId;
import java.util.Optional;

/**
 * Where log rows are kept. Every method may throw {@link
 * io.keybearer.problem.StoreUnavailableException}; implementations are safe for concurrent use.
 */
public interface LogStore extends LogDestination {
  /** One row, if it is within reach. */
  Optional<ApiKeyLog> find(Reach reach, LogId id);

  /** Rows within reach that pass the filter, newest first (by id). */
  Page<ApiKeyLog> list(Reach reach, LogFilter filter, PageRequest page);
}
