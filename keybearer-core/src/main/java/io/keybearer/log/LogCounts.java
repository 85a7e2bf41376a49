package io.keybearer.log;

import java.util.concurrent.atomic.AtomicLong;

/** What the log has done since the start. Safe for concurrent use. */
final class LogCounts {
  /** Entries that are in the store. */
  final AtomicLong written = new AtomicLong();

  /** Rows of verifications for which there was no room. */
  final AtomicLong dropped = new AtomicLong();

  /** Reports that were refused. */
  final AtomicLong refused = new AtomicLong();

  /** Acknowledged completions that will never be applied. */
  final AtomicLong unapplied = new AtomicLong();

  /** Stretches of spools that could not be read. */
  final AtomicLong damaged = new AtomicLong();

  /** Entries that the store could not take. */
  final AtomicLong setAside = new AtomicLong();
}
