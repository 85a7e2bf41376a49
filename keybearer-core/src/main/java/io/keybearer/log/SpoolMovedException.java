package io.keybearer.log;

/**
 * The spool stands elsewhere than the step says: the batch, or a later one, was committed before,
 * or the database was put back to an earlier time. Nothing of this batch was written.
 */
public final class SpoolMovedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /** Makes one about a spool. */
  public SpoolMovedException(SpoolId spool) {
    super("the spool " + spool + " stands elsewhere in the log's database");
  }
}
