package io.keybearer.verification;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Writes and reads the parts of a packed row: numbers in as few bytes as they need (zigzag, seven
 * bits a byte), texts and bytes after their length.
 */
final class RowBytes {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private RowBytes() {}

  static long longAt(byte[] row, int index) {
    return (long) LONG.get(row, index);
  }

  static int intAt(byte[] row, int index) {
    return (int) INT.get(row, index);
  }

  /** Writes one row. For one thread. */
  static final class Writer {
    private byte[] row = new byte[192];
    private int length;

    Writer fixed(long value) {
      room(Long.BYTES);
      LONG.set(row, length, value);
      length += Long.BYTES;
      return this;
    }

    Writer fixed(int value) {
      room(Integer.BYTES);
      INT.set(row, length, value);
      length += Integer.BYTES;
      return this;
    }

    Writer number(long value) {
      room(10);
      long rest = (value << 1) ^ (value >> 63);
      while ((rest & ~0x7FL) != 0) {
        row[length++] = (byte) ((rest & 0x7F) | 0x80);
        rest >>>= 7;
      }
      row[length++] = (byte) rest;
      return this;
    }

    Writer uuid(UUID value) {
      return fixed(value.getMostSignificantBits()).fixed(value.getLeastSignificantBits());
    }

    Writer bytes(byte[] value) {
      number(value.length).room(value.length);
      System.arraycopy(value, 0, row, length, value.length);
      length += value.length;
      return this;
    }

    Writer text(String value) {
      return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    Writer texts(List<String> values) {
      number(values.size());
      values.forEach(this::text);
      return this;
    }

    Writer texts(Map<String, String> values) {
      number(values.size());
      values.forEach((name, value) -> text(name).text(value));
      return this;
    }

    byte[] toBytes() {
      return Arrays.copyOf(row, length);
    }

    private Writer room(int bytes) {
      if (length + bytes > row.length) {
        row = Arrays.copyOf(row, Math.max(row.length * 2, length + bytes));
      }
      return this;
    }
  }

  /** Reads one row, in the order in which it was written. For one thread. */
  static final class Reader {
    private final byte[] row;
    private int at;

    Reader(byte[] row, int start) {
      this.row = row;
      at = start;
    }

    long number() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte part = row[at++];
        value |= (part & 0x7FL) << shift;
        if (part >= 0) {
          return (value >>> 1) ^ -(value & 1);
        }
      }
    }

    UUID uuid() {
      at += 2 * Long.BYTES;
      return new UUID(longAt(row, at - 2 * Long.BYTES), longAt(row, at - Long.BYTES));
    }

    byte[] bytes() {
      int end = (int) number() + at;
      byte[] value = Arrays.copyOfRange(row, at, end);
      at = end;
      return value;
    }

    String text() {
      int length = (int) number();
      at += length;
      return new String(row, at - length, length, StandardCharsets.UTF_8);
    }

    List<String> texts() {
      int size = (int) number();
      List<String> values = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        values.add(text());
      }
      return Collections.unmodifiableList(values);
    }

    Map<String, String> pairs() {
      int size = (int) number();
      Map<String, String> values = new LinkedHashMap<>();
      for (int i = 0; i < size; i++) {
        values.put(text(), text());
      }
      return values;
    }
  }
}
