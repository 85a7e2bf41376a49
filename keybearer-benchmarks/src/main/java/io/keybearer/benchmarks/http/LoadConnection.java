package io.keybearer.benchmarks.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** One keep-alive connection with at most one request under way. For one thread. */
final class LoadConnection {
  private static final int MOST_BYTES = 64 * 1024;
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);

  private final SocketChannel channel;
  private final ByteBuffer in = ByteBuffer.allocate(MOST_BYTES);
  private int answerEnd = -1;
  private int bodyStart;
  private long sentAt;

  LoadConnection(InetSocketAddress server, Selector selector) throws IOException {
    channel = SocketChannel.open(server);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    channel.register(selector, SelectionKey.OP_READ, this);
  }

  void send(byte[] request) throws IOException {
    in.clear();
    answerEnd = -1;
    sentAt = System.nanoTime();
    ByteBuffer out = ByteBuffer.wrap(request);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  /** Reads what has come; says whether the answer is whole. */
  boolean receive() throws IOException {
    if (channel.read(in) < 0) {
      throw new EOFException("the server closed a connection");
    }
    if (answerEnd < 0) {
      readHead();
    }
    return answerEnd >= 0 && in.position() >= answerEnd;
  }

  /** How long the answer took, in nanoseconds. */
  long taken() {
    return System.nanoTime() - sentAt;
  }

  /** Whether the answer is 200 and its body begins as it should. */
  boolean answered(byte[] bodyBegins) {
    byte[] bytes = in.array();
    return bytes[9] == '2'
        && bytes[10] == '0'
        && bytes[11] == '0'
        && Arrays.equals(
            bytes, bodyStart, bodyStart + bodyBegins.length, bodyBegins, 0, bodyBegins.length);
  }

  /** The answer, head and body. */
  byte[] answer() {
    return Arrays.copyOf(in.array(), answerEnd);
  }

  void close() throws IOException {
    channel.close();
  }

  private void readHead() throws IOException {
    byte[] bytes = in.array();
    for (int i = 0; i + END_OF_HEAD.length <= in.position(); i++) {
      if (bytes[i] == '\r'
          && Arrays.equals(bytes, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        bodyStart = i + END_OF_HEAD.length;
        answerEnd = bodyStart + contentLength(bytes, i);
        return;
      }
    }
  }

  private static int contentLength(byte[] head, int end) throws IOException {
    for (int i = 0; i + LENGTH.length < end; i++) {
      if (head[i] == '\n' && isLength(head, i + 1)) {
        int length = 0;
        for (int at = i + 1 + LENGTH.length; at < end && head[at] != '\r'; at++) {
          length = head[at] == ' ' ? length : length * 10 + head[at] - '0';
        }
        return length;
      }
    }
    throw new IOException("expected an answer with Content-Length");
  }

  private static boolean isLength(byte[] head, int from) {
    for (int i = 0; i < LENGTH.length; i++) {
      // In ASCII, lower case is upper case and this bit.
      if ((head[from + i] | 0x20) != (LENGTH[i] | 0x20)) {
        return false;
      }
    }
    return true;
  }
}
