package io.keybearer.store.jdbc;

import io.keybearer.store.ChangeChannel;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A connection of its own that hears PostgreSQL's notifications of commits, and is made anew when it
 * is cut. Safe for concurrent use.
 */
final class PostgresChannel implements ChangeChannel {
  private static final System.Logger LOG = System.getLogger(PostgresChannel.class.getName());

  // Of this very table, so that others in the same database are not woken.
  private static final String NAME =
      "SELECT 'keybearer_feed_' || 'keybearer_feed'::regclass::oid AS name";

  private static final Pattern NAME_FORM = Pattern.compile("keybearer_feed_[0-9]{1,10}");

  /** How long it listens before it looks whether the connection still leads anywhere. */
  private static final int LISTEN_MILLIS = 5_000;

  private static final int PROBE_SECONDS = 5;
  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Connector connector;
  private final Runnable wake;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean up;
  private volatile @Nullable Connection current;

  private PostgresChannel(Connector connector, Runnable wake) {
    this.connector = connector;
    this.wake = wake;
  }

  static PostgresChannel open(Connector connector, Runnable wake) {
    PostgresChannel channel = new PostgresChannel(connector, wake);
    Thread thread = new Thread(channel::run, "keybearer-channel");
    thread.setDaemon(true);
    thread.start();
    return channel;
  }

  @Override
  public boolean isUp() {
    return up && !isClosed();
  }

  @Override
  public void close() {
    closed.countDown();
    cut(current);
  }

  private void run() {
    long pause = FIRST_PAUSE_MILLIS;
    boolean told = false;
    while (!isClosed()) {
      boolean stood = listenUntilCut();
      if (!isClosed() && (stood || !told)) {
        told = true;
        LOG.log(
            System.Logger.Level.INFO,
            "The channel of notifications is cut; changes are found by polling until it is mended");
      }
      pause = stood ? FIRST_PAUSE_MILLIS : Math.min(pause * 2, LONGEST_PAUSE_MILLIS);
      waitUnlessClosed(pause);
    }
  }

  /** Whether it stood for a while. */
  private boolean listenUntilCut() {
    boolean stood = false;
    try (Connection connection = connector.connect()) {
      current = connection;
      connection.setAutoCommit(true);
      Session session = new Session(connection, new PostgresDialect());
      session.execute("LISTEN \"" + name(session) + "\"");
      up = true;
      stood = true;
      if (!isClosed()) {
        // Whatever was committed while nobody listened.
        wake.run();
        listen(connection);
      }
      // A connection that goes back to a pool would gather what nobody reads.
      session.execute("UNLISTEN *");
    } catch (SQLException failure) {
      // Not its message: a driver's words may hold anything.
      LOG.log(
          System.Logger.Level.DEBUG,
          "The channel of notifications does not stand, SQL state {0}",
          failure.getSQLState());
    } finally {
      up = false;
      current = null;
    }
    return stood;
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection channel = connection.unwrap(PGConnection.class);
    while (!isClosed()) {
      if (channel.getNotifications(LISTEN_MILLIS).length > 0) {
        wake.run();
      } else if (!connection.isValid(PROBE_SECONDS)) {
        throw new SQLException("expected an answer to a probe");
      }
    }
  }

  private static String name(Session session) throws SQLException {
    return session
        .first(NAME, p -> {}, row -> row.text("name"))
        .filter(name -> NAME_FORM.matcher(name).matches())
        .orElseThrow(() -> new SQLException("expected the name of a channel"));
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  private void waitUnlessClosed(long millis) {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        LOG.log(System.Logger.Level.TRACE, "The channel of notifications is closed");
      }
    } catch (InterruptedException interrupted) {
      close();
    }
  }

  /** From another thread: what listens at that moment is woken by the broken connection. */
  private static void cut(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException failure) {
        LOG.log(System.Logger.Level.DEBUG, "A connection could not be cut", failure);
      }
    }
  }
}
