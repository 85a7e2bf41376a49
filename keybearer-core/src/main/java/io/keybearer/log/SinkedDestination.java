package io.keybearer.log;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * A store that a {@link LogSink} stands beside. Out of a spool, the sink is given a batch before the
 * store, since what is in the store never comes again; a batch that the store did not take is not
 * given a second time, however it is cut when it comes back. Straight from memory, where nothing
 * comes again, the store is first.
 */
final class SinkedDestination implements LogDestination {
  private static final System.Logger LOG = System.getLogger(SinkedDestination.class.getName());

  /** So many entries from this position on were given, though the store has them not. */
  private record Ahead(long position, int entries) {}

  private final LogDestination store;
  private final LogSink sink;
  private final Map<SpoolId, Ahead> ahead = new HashMap<>();
  private boolean failing;

  SinkedDestination(LogDestination store, LogSink sink) {
    this.store = store;
    this.sink = sink;
  }

  @Override
  public synchronized List<LogId> append(List<LogEntry> batch) {
    List<LogId> unapplied = store.append(batch);
    give(batch);
    return unapplied;
  }

  @Override
  public synchronized List<LogId> append(List<LogEntry> batch, SpoolStep step) {
    Ahead before = ahead.get(step.spool());
    int given = before != null && before.position == step.from() ? before.entries : 0;
    if (given < batch.size()) {
      ahead.put(step.spool(), new Ahead(step.from(), batch.size()));
      give(batch.subList(given, batch.size()));
    }
    List<LogId> unapplied = store.append(batch, step);
    if (given > batch.size()) {
      ahead.put(step.spool(), new Ahead(step.to(), given - batch.size()));
    } else {
      ahead.remove(step.spool());
    }
    return unapplied;
  }

  @Override
  public OptionalLong spoolPosition(SpoolId spool) {
    return store.spoolPosition(spool);
  }

  @Override
  public void forgetSpool(SpoolId spool) {
    store.forgetSpool(spool);
  }

  @Override
  public List<LogId> retryKept(Instant now) {
    return store.retryKept(now);
  }

  private void give(List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return;
    }
    try {
      sink.take(List.copyOf(entries));
      if (failing) {
        failing = false;
        LOG.log(System.Logger.Level.INFO, "the log's sink takes entries again");
      }
    } catch (RuntimeException failure) {
      if (!failing) {
        failing = true;
        LOG.log(
            System.Logger.Level.WARNING,
            "the log's sink takes nothing; until it does, entries reach the store alone",
            failure);
      }
    }
  }
}
