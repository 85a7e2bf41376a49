package io.keybearer.store.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * The line between a store and its database, which can be cut, made to swallow everything, and cut
 * in the very moment between a commit and the word of it.
 */
final class CuttableLine implements AutoCloseable {
  private static final Pattern COMMIT = Pattern.compile("COMMIT(?!TED)");

  private final int databasePort;
  private final ServerSocket listening;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean refuses;
  private volatile boolean swallows;
  private volatile boolean cutsAfterCommit;

  CuttableLine(int databasePort) {
    this.databasePort = databasePort;
    try {
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    threads.execute(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Ends every connection, and refuses new ones, as a database that is restarted does. */
  void cut() {
    refuses = true;
    open.forEach(CuttableLine::close);
  }

  /** Swallows what goes through the connections that there are, and all that come meanwhile. */
  void swallow() {
    swallows = true;
  }

  /** Lets new connections through; those of before stay as they are. */
  void mend() {
    refuses = false;
    swallows = false;
  }

  /** Ends the next connection that commits, once the database has and before the client hears. */
  void cutAfterNextCommit() {
    cutsAfterCommit = true;
  }

  @Override
  public void close() {
    refuses = true;
    open.forEach(CuttableLine::close);
    threads.shutdownNow();
    try {
      listening.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        connect(listening.accept());
      } catch (IOException ended) {
        // Closed, or the database is away; then the client finds its connection ended.
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (refuses) {
      close(client);
      return;
    }
    Socket database = new Socket(InetAddress.getLoopbackAddress(), databasePort);
    Connection connection = new Connection(client, database);
    open.add(client);
    open.add(database);
    threads.execute(() -> connection.carry(client, database, true));
    threads.execute(() -> connection.carry(database, client, false));
  }

  private static void close(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException alreadyClosed) {
      // Nothing more can be cut.
    }
  }

  /** One connection, both ways. */
  private final class Connection {
    private final Socket client;
    private final Socket database;
    private volatile boolean dead;
    private volatile boolean committing;

    Connection(Socket client, Socket database) {
      this.client = client;
      this.database = database;
    }

    void carry(Socket from, Socket to, boolean asking) {
      byte[] bytes = new byte[65_536];
      try (InputStream in = from.getInputStream()) {
        OutputStream out = to.getOutputStream();
        for (int read = in.read(bytes); read >= 0; read = in.read(bytes)) {
          dead |= swallows;
          if (dead) {
            continue;
          }
          if (asking) {
            noteCommit(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
          } else if (committing) {
            break;
          }
          out.write(bytes, 0, read);
          out.flush();
        }
      } catch (IOException cut) {
        // As it should be.
      } finally {
        open.remove(from);
        CuttableLine.close(client);
        CuttableLine.close(database);
      }
    }

    private void noteCommit(String asked) {
      if (cutsAfterCommit && COMMIT.matcher(asked).find()) {
        cutsAfterCommit = false;
        committing = true;
      }
    }
  }
}
