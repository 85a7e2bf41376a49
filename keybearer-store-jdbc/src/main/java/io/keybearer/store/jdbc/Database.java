package io.keybearer.store.jdbc;

import io.keybearer.problem.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;

/**
 * One database: connections borrowed for one piece of work each, transactions, and another try when
 * others were in the way. Safe for concurrent use.
 *
 * <p>On SQLite, writers of this process wait in a fair line before they borrow a connection, so that
 * they neither starve one another nor take connections from readers.
 */
final class Database {
  private static final System.Logger LOG = System.getLogger(Database.class.getName());
  private static final int ATTEMPTS = 5;
  private static final long LINE_SECONDS = 10;
  private static final int SOON_MILLIS = 10_000;
  private static final int FOR_EVER = 0;

  private final DataSource dataSource;
  private final Dialect dialect;
  private final ReentrantLock line;
  private final Set<Thread> writers;

  private Database(
      DataSource dataSource, Dialect dialect, ReentrantLock line, Set<Thread> writers) {
    this.dataSource = dataSource;
    this.dialect = dialect;
    this.line = line;
    this.writers = writers;
  }

  /**
   * Finds out which product it is and does what that needs once.
   *
   * @throws UnusableDatabaseException when it is none that we know
   */
  static Database of(DataSource dataSource, Clock clock) {
    Database database = new Database(
        dataSource,
        dialectOf(product(dataSource), clock),
        new ReentrantLock(true),
        ConcurrentHashMap.newKeySet());
    database.read(session -> {
      database.dialect.settle(session.connection());
      return true;
    });
    return database;
  }

  /** This database, same line and all, as the tables of the log are written and read. */
  Database ofLog() {
    return new Database(dataSource, dialect.ofLog(), line, writers);
  }

  private static String product(DataSource dataSource) {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getMetaData().getDatabaseProductName();
    } catch (SQLException failure) {
      throw new StoreUnavailableException(failure);
    }
  }

  private static Dialect dialectOf(String product, Clock clock) {
    return switch (product) {
      case "SQLite" -> new SqliteDialect(clock);
      case "PostgreSQL" -> new PostgresDialect();
      default ->
        throw new UnusableDatabaseException(
            "expected a database of SQLite or PostgreSQL, found " + product);
    };
  }

  /** Work on a connection. */
  @FunctionalInterface
  interface Work<T> {
    T run(Session session) throws SQLException;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Runs statements that only read, each by itself and each soon done. */
  <T> T read(Work<T> work) {
    return attempted(() -> borrowed(soon(work)));
  }

  /** Runs one statement that writes, by itself and soon done; for the rest as {@link #writeAlone}. */
  <T> T writeSoon(Work<T> work) {
    return attempted(() -> inLine(() -> borrowed(soon(work))));
  }

  /**
   * Runs one statement that writes, by itself.
   *
   * @throws IllegalStateException inside another write of the same thread, as {@link #transaction}
   *     does
   */
  <T> T writeAlone(Work<T> work) {
    return attempted(() -> inLine(() -> borrowed(work)));
  }

  /** Runs work that only reads, all of it in one state of the database, and may take a while. */
  <T> T reading(Work<T> work) {
    return attempted(() -> borrowed(session -> committed(session, dialect::beginReading, work)));
  }

  /** Runs work in a transaction; all of it is committed, or none and the exception comes out. */
  <T> T transaction(Work<T> work) {
    return attempted(() ->
        inLine(() -> borrowed(session -> committed(session, dialect::begin, work))));
  }

  /** The same for work that may take as long as it likes, such as a migration. */
  <T> T longTransaction(Work<T> work) {
    return attempted(() -> inLine(() ->
        borrowed(within(FOR_EVER, session -> committed(session, dialect::begin, work)))));
  }

  /** A line that swallows everything holds up nobody for longer than this. */
  private <T> Work<T> soon(Work<T> work) {
    return within(SOON_MILLIS, work);
  }

  private <T> Work<T> within(int millis, Work<T> work) {
    return session -> {
      Connection connection = session.connection();
      int before = dialect.waitAtMost(connection, millis);
      try {
        return work.run(session);
      } finally {
        waitAsBefore(connection, before);
      }
    };
  }

  /** What fails here must not make a failure of work that is done. */
  private void waitAsBefore(Connection connection, int millis) {
    try {
      if (!connection.isClosed()) {
        dialect.waitAtMost(connection, millis);
      }
    } catch (SQLException failure) {
      LOG.log(System.Logger.Level.DEBUG, "A connection is given back as it is", failure);
    }
  }

  private <T> T committed(Session session, Beginning beginning, Work<T> work) throws SQLException {
    Connection connection = session.connection();
    beginning.begin(connection);
    try {
      T result = work.run(session);
      dialect.commit(connection);
      return result;
    } catch (SQLException | RuntimeException | Error failure) {
      try {
        dialect.rollback(connection);
      } catch (SQLException alreadyUndone) {
        failure.addSuppressed(alreadyUndone);
      }
      throw failure;
    }
  }

  private <T> T borrowed(Work<T> work) throws SQLException {
    Connection connection = dataSource.getConnection();
    try {
      boolean asLent = connection.getAutoCommit();
      if (!asLent) {
        connection.setAutoCommit(true);
      }
      try {
        return work.run(new Session(connection, dialect));
      } finally {
        restore(connection, asLent);
      }
    } finally {
      giveBack(connection);
    }
  }

  /** What fails here must not make a failure of work that is committed. */
  private static void restore(Connection connection, boolean autoCommit) {
    try {
      if (connection.getAutoCommit() != autoCommit) {
        connection.setAutoCommit(autoCommit);
      }
    } catch (SQLException failure) {
      LOG.log(System.Logger.Level.DEBUG, "A connection is given back as it is", failure);
    }
  }

  private static void giveBack(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      LOG.log(System.Logger.Level.DEBUG, "A connection could not be given back", failure);
    }
  }

  private <T> T inLine(Attempt<T> attempt) throws SQLException {
    if (!writers.add(Thread.currentThread())) {
      throw new IllegalStateException("a write inside a write could wait for itself");
    }
    try {
      return dialect.writesOneAtATime() ? afterOthers(attempt) : attempt.run();
    } finally {
      writers.remove(Thread.currentThread());
    }
  }

  private <T> T afterOthers(Attempt<T> attempt) throws SQLException {
    try {
      if (!line.tryLock(LINE_SECONDS, TimeUnit.SECONDS)) {
        throw new SQLTimeoutException("others have been writing for too long");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new SQLException("interrupted while waiting to write", interrupted);
    }
    try {
      return attempt.run();
    } finally {
      line.unlock();
    }
  }

  private <T> T attempted(Attempt<T> attempt) {
    for (int number = 1; ; number++) {
      try {
        return attempt.run();
      } catch (SQLException failure) {
        if (number == ATTEMPTS || dialect.failure(failure) != Failure.RETRY) {
          throw new StoreUnavailableException(failure);
        }
      }
    }
  }

  /** How a transaction begins. */
  @FunctionalInterface
  private interface Beginning {
    void begin(Connection connection) throws SQLException;
  }

  /** One try. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run() throws SQLException;
  }
}
