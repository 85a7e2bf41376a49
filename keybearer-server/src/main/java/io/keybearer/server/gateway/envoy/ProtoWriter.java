package io.keybearer.server.gateway.envoy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/** Writes the encoding of Protocol Buffers, field by field. For one thread. */
final class ProtoWriter {
  private byte[] bytes = new byte[512];
  private int length;

  /** A message of these fields. */
  static byte[] message(Consumer<ProtoWriter> fields) {
    ProtoWriter writer = new ProtoWriter();
    fields.accept(writer);
    return Arrays.copyOf(writer.bytes, writer.length);
  }

  /** A number from 0; 0 is what a field is when it is absent. */
  void number(int field, long value) {
    if (value != 0) {
      varint((long) field << 3);
      varint(value);
    }
  }

  /** A text. */
  void text(int field, String value) {
    bytes(field, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as they are. */
  void bytes(int field, byte[] value) {
    varint(((long) field << 3) | 2);
    varint(value.length);
    reserve(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  /** A message in this one. */
  void message(int field, Consumer<ProtoWriter> fields) {
    bytes(field, message(fields));
  }

  private void varint(long value) {
    reserve(10);
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[length++] = (byte) ((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }
}
