package io.keybearer.store.jdbc;

/** What an {@link java.sql.SQLException} means to the store. */
enum Failure {
  /** Another live key of the company has this name. */
  NAME_TAKEN,
  /** Another company has this slug. */
  SLUG_TAKEN,
  /** The log has a row with this id. */
  ROW_THERE,
  /** Others were in the way; the whole transaction may be tried again. */
  RETRY,
  /** The database could not answer. */
  UNAVAILABLE
}
