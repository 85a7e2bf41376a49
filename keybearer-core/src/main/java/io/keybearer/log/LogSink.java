package io.keybearer.log;

import java.util.List;

/**
 * Is given what is logged, beside the store: for those who keep logs elsewhere. Every entry comes
 * once, in the order in which it is written, and again only after the process ended in between: a
 * reader tells the second by its id. A completion comes alone when its row was given before.
 *
 * <p>Called by one thread at a time, which also writes the store: what takes long here holds the log
 * up. What is thrown is logged; what was to be given is then not given again.
 */
@FunctionalInterface
public interface LogSink extends AutoCloseable {
  /** Takes entries that follow each other. */
  void take(List<LogEntry> entries);

  /** The store, beside which this is given what is logged. */
  default LogDestination beside(LogDestination store) {
    return new SinkedDestination(store, this);
  }

  /** Ends, once nothing more comes. */
  @Override
  default void close() {}
}
