package io.keybearer.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the writer's thread puts batches: into the store, or into a spool before it. */
interface LogOutlet {
  /** How long rows are let come together, when nobody waits for them. */
  Duration linger();

  /** Sets going what works by itself. */
  void start();

  /**
   * Puts a batch, which is kept from then on.
   *
   * @return completions that were not applied, as far as that is known
   * @throws io.keybearer.problem.StoreUnavailableException when it has to be tried again
   * @throws io.keybearer.problem.KeybearerException {@code OVERLOADED} when there is no room for it
   */
  List<LogId> write(List<LogEntry> entries);

  /** How the spool stands, where there is one. */
  Optional<SpoolStatus> status();

  /** Ends, when the last batch is put. */
  void close();
}
