package io.keybearer.server.gateway.envoy;

import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;

/**
 * Parts a stream of bytes into messages: each has a byte that says whether it is compressed, four
 * with its length, and the message. For one thread.
 */
final class GrpcFrames {
  private static final int HEAD = 5;

  private final int longest;
  private final Consumer<byte[]> messages;
  private Buffer held = Buffer.buffer();

  /**
   * Makes a parter.
   *
   * @param longest the most bytes of a message
   * @param messages is given each
   */
  GrpcFrames(int longest, Consumer<byte[]> messages) {
    this.longest = longest;
    this.messages = messages;
  }

  /**
   * Takes what came.
   *
   * @throws GrpcException when a message is compressed or too long
   */
  void take(Buffer chunk) {
    Buffer all = held.length() == 0 ? chunk : held.appendBuffer(chunk);
    int at = 0;
    while (all.length() - at >= HEAD) {
      if (all.getByte(at) != 0) {
        throw new GrpcException(GrpcException.UNIMPLEMENTED, "compression is not supported");
      }
      long length = all.getUnsignedInt(at + 1);
      if (length > longest) {
        throw new GrpcException(
            GrpcException.RESOURCE_EXHAUSTED, "a message may have " + longest + " bytes");
      }
      if (all.length() - at - HEAD < length) {
        break;
      }
      messages.accept(all.getBytes(at + HEAD, at + HEAD + (int) length));
      at += HEAD + (int) length;
    }
    held = at == all.length() ? Buffer.buffer() : Buffer.buffer(all.getBytes(at, all.length()));
  }

  /** Whether what came ends with a whole message. */
  boolean isWhole() {
    return held.length() == 0;
  }

  /** A message as it is sent. */
  static Buffer framed(byte[] message) {
    return Buffer.buffer(HEAD + message.length)
        .appendByte((byte) 0)
        .appendInt(message.length)
        .appendBytes(message);
  }
}
