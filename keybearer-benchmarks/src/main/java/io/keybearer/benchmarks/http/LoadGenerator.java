package io.keybearer.benchmarks.http;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A closed loop: every connection sends its next request when the answer to the one before is whole.
 * One thread. Every answer is looked at; a wrong one ends the run.
 */
final class LoadGenerator implements AutoCloseable {
  private static final byte[] EXPECTED = "{\"valid\":true".getBytes(StandardCharsets.US_ASCII);

  private final Selector selector = Selector.open();
  private final List<LoadConnection> connections = new ArrayList<>();
  private final List<byte[]> requests;
  private int next;
  private long[] taken = new long[1 << 16];
  private int answers;

  LoadGenerator(InetSocketAddress server, int connections, List<byte[]> requests)
      throws IOException {
    this.requests = List.copyOf(requests);
    for (int i = 0; i < connections; i++) {
      this.connections.add(new LoadConnection(server, selector));
    }
  }

  /**
   * What one round came to.
   *
   * @param answers how many answers came
   * @param nanos how long it took
   * @param median the time that half of the answers took at most, in nanoseconds
   * @param p99 the time that 99 of 100 answers took at most, in nanoseconds
   */
  record Load(int answers, long nanos, long median, long p99) {}

  /** Sends requests for a while, or until enough were answered, and waits for the last answers. */
  Load run(Duration span, int enough) throws IOException {
    answers = 0;
    long start = System.nanoTime();
    for (LoadConnection connection : connections) {
      connection.send(request());
    }
    int underWay = connections.size();
    while (underWay > 0) {
      selector.select();
      boolean over = answers >= enough || System.nanoTime() - start >= span.toNanos();
      for (SelectionKey key : selector.selectedKeys()) {
        LoadConnection connection = (LoadConnection) key.attachment();
        if (!connection.receive()) {
          continue;
        }
        note(connection);
        if (over) {
          underWay--;
        } else {
          connection.send(request());
        }
      }
      selector.selectedKeys().clear();
    }
    long nanos = System.nanoTime() - start;
    Arrays.sort(taken, 0, answers);
    return new Load(answers, nanos, taken[answers / 2], taken[(int) (answers * 0.99)]);
  }

  /** The answer to one request, head and body. */
  byte[] once() throws IOException {
    LoadConnection connection = connections.get(0);
    connection.send(request());
    do {
      selector.select();
      selector.selectedKeys().clear();
    } while (!connection.receive());
    note(connection);
    return connection.answer();
  }

  @Override
  public void close() throws IOException {
    for (LoadConnection connection : connections) {
      connection.close();
    }
    selector.close();
  }

  private byte[] request() {
    next = next + 1 == requests.size() ? 0 : next + 1;
    return requests.get(next);
  }

  private void note(LoadConnection connection) throws IOException {
    if (!connection.answered(EXPECTED)) {
      throw new IOException("expected a verdict of valid, got "
          + new String(connection.answer(), StandardCharsets.ISO_8859_1));
    }
    if (answers == taken.length) {
      taken = Arrays.copyOf(taken, 2 * taken.length);
    }
    taken[answers] = connection.taken();
    answers++;
  }
}
