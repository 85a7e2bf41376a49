package io.keybearer.store.jdbc;

import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used as it is, and trying again will not help: an unknown product, a
 * schema that is newer, older or other than this version's, a driver that is not there. The message
 * is one line that says what was found and what to do.
 */
public final class UnusableDatabaseException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  UnusableDatabaseException(String message) {
    this(message, null);
  }

  UnusableDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
