package io.keybearer.usage;

import java.nio.ByteBuffer;

/** Whole numbers in as few bytes as they need: seven bits each, the lowest first. */
final class Varints {
  /** The most bytes that a number takes. */
  static final int LONGEST = 10;

  private Varints() {}

  static void write(ByteBuffer to, long number) {
    long rest = number;
    while ((rest & ~0x7FL) != 0) {
      to.put((byte) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    to.put((byte) rest);
  }

  /** Writes a number that may be below zero; small ones of either sign are short. */
  static void writeSigned(ByteBuffer to, long number) {
    write(to, (number << 1) ^ (number >> 63));
  }

  /**
   * Reads a number.
   *
   * @throws java.nio.BufferUnderflowException when it has no end
   */
  static long read(ByteBuffer from) {
    long number = 0;
    int shift = 0;
    byte next;
    do {
      next = from.get();
      number |= (next & 0x7FL) << shift;
      shift += 7;
    } while (next < 0);
    return number;
  }

  static long readSigned(ByteBuffer from) {
    long number = read(from);
    return (number >>> 1) ^ -(number & 1);
  }
}
