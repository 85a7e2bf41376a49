package io.keybearer.store.jdbc;

import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.store.ChangeChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one database product does in its own way. Implementations hold no state but a clock. */
interface Dialect {
  /** The folder of its migrations. */
  String folder();

  /** The same product, with ids and instants as the tables of the log have them. */
  Dialect ofLog();

  /** Whether only one transaction can write at a time, so that waiting in line is better done here. */
  boolean writesOneAtATime();

  /** What is done once, before anything else, with a connection outside of transactions. */
  void settle(Connection connection) throws SQLException;

  /**
   * Waits no longer than this for an answer on a connection, however the line to the database fails.
   *
   * @return what held before, to be set again; 0 for no bound
   */
  int waitAtMost(Connection connection, int millis) throws SQLException;

  /** Begins a transaction that may write and sees what others have committed. */
  void begin(Connection connection) throws SQLException;

  /** Makes it durable. */
  void commit(Connection connection) throws SQLException;

  /** Undoes it. */
  void rollback(Connection connection) throws SQLException;

  /** Locks a number against every other transaction that asks for it, until this one ends. */
  void lockNumber(Session session, long number) throws SQLException;

  /** Ends a query of rows of {@code k} that stay locked until the transaction ends. */
  String lockedKey();

  /** Ends a query of rows of {@code c} that stay locked until the transaction ends. */
  String lockedCompany();

  /** The same, and while it lasts no other transaction adds a key to the company. */
  String lockedCompanyAndItsKeys();

  /** Ends the statement that takes numbers of the feed: tells listeners, once it is committed. */
  String announced();

  /** Begins to listen for what others commit, on connections of its own; null when it cannot. */
  @Nullable
  ChangeChannel listen(Connector connector, Runnable wake);

  /** A condition: a column holds the text, given with its ASCII letters in lower case. */
  String holds(String column);

  /** Begins a transaction that only reads, and sees one state of the database. */
  void beginReading(Connection connection) throws SQLException;

  /** The wall clock of the database's host, in milliseconds. */
  Instant storeTime(Session session) throws SQLException;

  /** Writes log rows, each with an id of its own, and says which were there and were left alone. */
  Set<LogId> insertRows(Session session, List<ApiKeyLog> rows) throws SQLException;

  /** What the table of log rows needs in this product, in a database of its own or with keys. */
  LogUpkeep upkeep(Database log);

  /** Whether a table of this name can be seen. */
  boolean hasTable(Session session, String table) throws SQLException;

  /** What went wrong. */
  Failure failure(SQLException exception);

  /** Sets an id. */
  void setUuid(PreparedStatement statement, int index, @Nullable UUID value) throws SQLException;

  /** Sets an instant of milliseconds, in the years 0 to 9999. */
  void setInstant(PreparedStatement statement, int index, @Nullable Instant value)
      throws SQLException;

  /** Reads an id. */
  @Nullable
  UUID uuid(ResultSet row, String column) throws SQLException;

  /** Reads an instant. */
  @Nullable
  Instant instant(ResultSet row, String column) throws SQLException;
}
