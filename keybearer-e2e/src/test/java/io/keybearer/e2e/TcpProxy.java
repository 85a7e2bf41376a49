package io.keybearer.e2e;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/** A line between two processes on this machine that can be cut, slowed and mended. Thread-safe. */
final class TcpProxy implements AutoCloseable {
  private final ServerSocket entry;
  private final int target;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;
  private volatile long delayNanos;

  private TcpProxy(ServerSocket entry, int target) {
    this.entry = entry;
    this.target = target;
  }

  /** Opens a line to a port of the loopback. */
  static TcpProxy to(int target) {
    try {
      TcpProxy proxy =
          new TcpProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), target);
      daemon(proxy::accept);
      return proxy;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where to connect to. */
  int port() {
    return entry.getLocalPort();
  }

  /** Ends every connection and lets none through until it is mended. */
  void cut() {
    cut = true;
    open.forEach(TcpProxy::end);
  }

  /** Holds each answer back for so long, those on their way too. */
  void slow(Duration delay) {
    delayNanos = delay.toNanos();
  }

  /** Lets connections through again, at full speed. */
  void mend() {
    cut = false;
    delayNanos = 0;
  }

  @Override
  public void close() {
    cut();
    try {
      entry.close();
    } catch (IOException alreadyClosed) {
      throw new UncheckedIOException(alreadyClosed);
    }
  }

  private void accept() {
    while (!entry.isClosed()) {
      try {
        Socket near = entry.accept();
        open.add(near);
        if (cut) {
          end(near);
        } else {
          join(near);
        }
      } catch (IOException closedOrRefused) {
        // The next connection is waited for; a closed entry ends the loop.
      }
    }
  }

  private void join(Socket near) throws IOException {
    Socket far = new Socket();
    open.add(far);
    try {
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
    } catch (IOException refused) {
      end(near);
      throw refused;
    }
    daemon(() -> carry(near, far, false));
    daemon(() -> carry(far, near, true));
    if (cut) {
      end(near);
      end(far);
    }
  }

  private void carry(Socket from, Socket to, boolean answers) {
    byte[] bytes = new byte[16 * 1024];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (answers) {
          holdBack();
        }
        out.write(bytes, 0, count);
      }
    } catch (IOException ended) {
      // Either side is gone, so the other has to go too.
      end(to);
    } finally {
      end(from);
      end(to);
      open.remove(from);
      open.remove(to);
    }
  }

  private void holdBack() {
    long came = System.nanoTime();
    while (System.nanoTime() - came < delayNanos) {
      LockSupport.parkNanos(2_000_000);
    }
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException alreadyGone) {
      throw new UncheckedIOException(alreadyGone);
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
