package io.keybearer.log;

/**
 * Says in the process's log that rows are being dropped, once when it begins and once when it is
 * over. Looked at by the writer's thread, turn after turn.
 */
final class DropNotice {
  private static final System.Logger LOG = System.getLogger(DropNotice.class.getName());

  /** Turns without a drop after which it is over: some seconds. */
  private static final int QUIET = 500;

  private final LogCounts counts;
  private long seen;
  private long before;
  private int quiet;
  private boolean dropping;

  DropNotice(LogCounts counts) {
    this.counts = counts;
  }

  void look() {
    long dropped = counts.dropped.get();
    if (dropped != seen && !dropping) {
      dropping = true;
      before = seen;
      LOG.log(
          System.Logger.Level.WARNING,
          "the log does not keep up: rows of verifications are dropped and counted");
    }
    quiet = dropped == seen ? quiet + 1 : 0;
    seen = dropped;
    if (dropping && quiet >= QUIET) {
      dropping = false;
      LOG.log(
          System.Logger.Level.WARNING,
          "the log keeps up again; {0} rows of verifications were dropped",
          dropped - before);
    }
  }
}
