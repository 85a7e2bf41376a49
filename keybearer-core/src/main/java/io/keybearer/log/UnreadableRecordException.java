package io.keybearer.log;

import org.jspecify.annotations.Nullable;

/** A record of a spool that is whole by its checksum and still cannot be read. */
final class UnreadableRecordException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnreadableRecordException() {
    this(null);
  }

  UnreadableRecordException(@Nullable Throwable cause) {
    super("a record of the log's spool is of no known form", cause);
  }
}
