package io.keybearer.store.jdbc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes that grow, written in the order of networks. Used by one thread. */
final class CopyBytes {
  private static final int MOST_BYTES_A_CHAR = 3;
  private static final char REPLACEMENT = '\uFFFD';

  private byte[] array;
  private int size;

  CopyBytes(int capacity) {
    array = new byte[capacity];
  }

  /** What was written, up to {@link #size}; replaced when it has to grow. */
  byte[] array() {
    return array;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  void raw(byte[] value) {
    room(value.length);
    System.arraycopy(value, 0, array, size, value.length);
    size += value.length;
  }

  void int8(int value) {
    room(1);
    array[size++] = (byte) value;
  }

  void int16(short value) {
    room(2);
    array[size++] = (byte) (value >>> 8);
    array[size++] = (byte) value;
  }

  void int32(int value) {
    room(4);
    put32(size, value);
    size += 4;
  }

  void int64(long value) {
    room(8);
    put32(size, (int) (value >>> 32));
    put32(size + 4, (int) value);
    size += 8;
  }

  /** A length that says that there is no value. */
  void nothing() {
    int32(-1);
  }

  /** A text in UTF-8 after its length, with U+FFFD in the place of what cannot be stored. */
  void text(@Nullable String value) {
    if (value == null) {
      nothing();
      return;
    }
    int length = value.length();
    room(4 + Math.multiplyExact(length, MOST_BYTES_A_CHAR));
    int start = size + 4;
    size = start;
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      if (c < 0x80 && c != 0) {
        array[size++] = (byte) c;
      } else {
        i += beyondAscii(value, i);
      }
    }
    put32(start - 4, size - start);
  }

  /** Writes the character that stands there, and says how many chars it has beyond one. */
  private int beyondAscii(String value, int i) {
    char c = value.charAt(i);
    if (Character.isHighSurrogate(c)
        && i + 1 < value.length()
        && Character.isLowSurrogate(value.charAt(i + 1))) {
      int whole = Character.toCodePoint(c, value.charAt(i + 1));
      array[size++] = (byte) (0xF0 | whole >>> 18);
      array[size++] = (byte) (0x80 | (whole >>> 12 & 0x3F));
      array[size++] = (byte) (0x80 | (whole >>> 6 & 0x3F));
      array[size++] = (byte) (0x80 | (whole & 0x3F));
      return 1;
    }
    char written = c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c;
    if (written < 0x800) {
      array[size++] = (byte) (0xC0 | written >>> 6);
    } else {
      array[size++] = (byte) (0xE0 | written >>> 12);
      array[size++] = (byte) (0x80 | (written >>> 6 & 0x3F));
    }
    array[size++] = (byte) (0x80 | (written & 0x3F));
    return 0;
  }

  private void put32(int index, int value) {
    array[index] = (byte) (value >>> 24);
    array[index + 1] = (byte) (value >>> 16);
    array[index + 2] = (byte) (value >>> 8);
    array[index + 3] = (byte) value;
  }

  private void room(int more) {
    if (array.length - size < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, Math.addExact(size, more)));
    }
  }
}
