package io.keybearer.log;

import java.nio.file.Path;

/**
 * Where and how the log is spooled: entries are on the local disk before a report is acknowledged,
 * and reach the store from there.
 *
 * @param folder where spools lie, each in a folder of its own; made when it is not there. Processes
 *     may share it: each makes a spool of its own, and writes what a process that died left behind.
 *     On a local disk, since locks hold there
 * @param mostBytes how much all spools of this process may take, 1 MiB to 1 TiB; past that, reports
 *     are refused and rows of verifications dropped
 * @param drainShare the share of the time, above 0 to 1, in which the store is written to when the
 *     processors are busy otherwise; it grows to 1 until the spool is half full or a minute behind
 */
public record LogSpool(Path folder, long mostBytes, double drainShare) {
  /** The bound unless told: 1 GiB, some five million rows. */
  public static final long DEFAULT_BYTES = 1L << 30;

  /** The share unless told: a twentieth. */
  public static final double DEFAULT_DRAIN_SHARE = 0.05;

  /** The least bound: 1 MiB. */
  public static final long LEAST_BYTES = 1L << 20;

  /** The largest bound: 1 TiB. */
  public static final long MOST_BYTES = 1L << 40;

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException when a number is out of its range
   */
  public LogSpool {
    if (mostBytes < LEAST_BYTES || mostBytes > MOST_BYTES) {
      throw new IllegalArgumentException(
          "expected a spool of " + LEAST_BYTES + " to " + MOST_BYTES + " bytes, got " + mostBytes);
    }
    if (!(drainShare > 0 && drainShare <= 1)) {
      throw new IllegalArgumentException(
          "expected a share of time above 0 and up to 1, got " + drainShare);
    }
  }

  /** Spools in this folder, with every default. */
  public static LogSpool in(Path folder) {
    return new LogSpool(folder, DEFAULT_BYTES, DEFAULT_DRAIN_SHARE);
  }

  /** As large as is a sixteenth of the bound, so that room is given back in small parts. */
  long segmentBytes() {
    return Math.min(16L << 20, mostBytes / 16);
  }
}
