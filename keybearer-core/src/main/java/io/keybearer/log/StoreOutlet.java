package io.keybearer.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Straight into the store.
 *
 * @param store writes a batch and says which completions it did not apply
 * @param counts where what is written is counted
 */
record StoreOutlet(Function<List<LogEntry>, List<LogId>> store, LogCounts counts)
    implements LogOutlet {
  private static final Duration LINGER = Duration.ofMillis(10);

  @Override
  public Duration linger() {
    return LINGER;
  }

  @Override
  public void start() {
    // Nothing works by itself.
  }

  @Override
  public List<LogId> write(List<LogEntry> entries) {
    List<LogId> unapplied = store.apply(entries);
    counts.written.addAndGet(entries.size());
    return unapplied;
  }

  @Override
  public Optional<SpoolStatus> status() {
    return Optional.empty();
  }

  @Override
  public void close() {
    // The store is its maker's.
  }
}
