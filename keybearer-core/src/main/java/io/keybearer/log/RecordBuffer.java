package io.keybearer.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Records on their way into a spool, one after the other in memory, each in its frame: the length of
 * what follows the frame, a check of that length, and the CRC-32C (RFC 3720) of what follows. The
 * checks are mixed with a number that only the segment knows, so that no text of a request can look
 * like a record. For one thread.
 */
final class RecordBuffer {
  /** Bytes before each record. */
  static final int FRAME = 12;

  /** The longest record, in bytes. */
  static final int MOST = 16 * 1024 * 1024;

  /** What every part of a fixed length takes at most, together. */
  private static final int FIXED = 128;

  private static final int FIRST_SIZE = 64 * 1024;
  private static final int KEPT_SIZE = 4 * 1024 * 1024;
  private static final int SPREAD = 0x9E3779B1;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final CRC32C crc = new CRC32C();
  private byte[] bytes = new byte[FIRST_SIZE];
  private int size;
  private int begun;

  /** Empties it; what a rare large batch made it grow to is given back. */
  void clear() {
    size = 0;
    if (bytes.length > KEPT_SIZE) {
      bytes = new byte[FIRST_SIZE];
    }
  }

  int size() {
    return size;
  }

  /** What is in it, to be written before it changes. */
  ByteBuffer content() {
    return ByteBuffer.wrap(bytes, 0, size);
  }

  /** Begins a record. */
  RecordBuffer begin(byte kind) {
    ensure(FRAME + FIXED);
    begun = size;
    size += FRAME;
    bytes[size++] = kind;
    return this;
  }

  /** Ends it. */
  void end(int salt) {
    int length = size - begun - FRAME;
    if (length > MOST) {
      size = begun;
      throw new IllegalArgumentException("expected a record of at most " + MOST + " bytes");
    }
    crc.reset();
    crc.update(bytes, begun + FRAME, length);
    INT.set(bytes, begun, length);
    INT.set(bytes, begun + 4, checkOf(length, salt));
    INT.set(bytes, begun + 8, (int) crc.getValue() ^ salt);
  }

  /** What stands beside a length, so that a damaged one is not believed. */
  static int checkOf(int length, int salt) {
    return (length ^ salt) * SPREAD;
  }

  RecordBuffer flags(int value) {
    bytes[size++] = (byte) value;
    return this;
  }

  RecordBuffer whole(int value) {
    INT.set(bytes, size, value);
    size += 4;
    return this;
  }

  RecordBuffer number(long value) {
    LONG.set(bytes, size, value);
    size += 8;
    return this;
  }

  RecordBuffer uuid(UUID value) {
    return number(value.getMostSignificantBits()).number(value.getLeastSignificantBits());
  }

  /** A text: one byte for each character where that is enough, and two otherwise; any text or null. */
  RecordBuffer text(@Nullable String value) {
    int length = value == null ? 0 : value.length();
    ensure(5 + length + FIXED);
    if (value == null) {
      bytes[size++] = 0;
      return this;
    }
    int start = size;
    count(((long) length << 1) + 1);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c > 0xFF) {
        size = start;
        return wide(value);
      }
      bytes[size++] = (byte) c;
    }
    return this;
  }

  private RecordBuffer wide(String value) {
    int length = value.length();
    ensure(5 + 2 * length + FIXED);
    count(((long) length << 1) + 2);
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      bytes[size++] = (byte) (c >>> 8);
      bytes[size++] = (byte) c;
    }
    return this;
  }

  /** Seven bits a byte, the lowest first. */
  private void count(long value) {
    long rest = value;
    while (rest > 0x7F) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  private void ensure(int more) {
    if (bytes.length - size < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
    }
  }
}
