package io.keybearer.limit.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and a server, and cuts the line or holds up what goes over it. */
final class TcpProxy implements AutoCloseable {
  private final String host;
  private final int port;
  private final ServerSocket listening;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition flowing = lock.newCondition();
  private boolean stalled;
  private volatile boolean cut;

  TcpProxy(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    run(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Closes every connection, and every new one at once, until {@link #restore}. */
  void cut() {
    cut = true;
    sockets.forEach(TcpProxy::close);
  }

  /** Lets nothing through, while connections stay and can be made, until {@link #restore}. */
  void stall() {
    set(true);
  }

  void restore() {
    cut = false;
    set(false);
  }

  @Override
  public void close() {
    try {
      listening.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    cut();
    set(false);
  }

  private void set(boolean value) {
    lock.lock();
    try {
      stalled = value;
      flowing.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        sockets.add(client);
        if (cut) {
          close(client);
        } else {
          Socket server = new Socket(host, port);
          sockets.add(server);
          run(() -> pump(client, server));
          run(() -> pump(server, client));
        }
      } catch (IOException closed) {
        // The next turn sees whether this was the end.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[8192];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        awaitFlow();
        out.write(buffer, 0, read);
      }
    } catch (IOException broken) {
      // As it is for both ends.
    } finally {
      close(from);
      close(to);
    }
  }

  private void awaitFlow() {
    lock.lock();
    try {
      while (stalled) {
        flowing.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyBroken) {
      // Nothing is left to do.
    }
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
