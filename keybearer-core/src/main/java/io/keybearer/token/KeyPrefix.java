package io.keybearer.token;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The public id that stands in a key's text, {@value KeyFormat#PREFIX_LENGTH} base62 characters,
 * packed into two numbers so that it is compared at once and takes no room of its own.
 *
 * @param head its first eight characters, one a byte
 * @param tail its last four
 */
public record KeyPrefix(long head, int tail) {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /** The prefix that a text is, or nothing when it is not one. */
  public static Optional<KeyPrefix> of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    boolean prefix =
        bytes.length == KeyFormat.PREFIX_LENGTH && Base62.isIn(bytes, 0, KeyFormat.PREFIX_LENGTH);
    return prefix ? Optional.of(at(bytes, 0)) : Optional.empty();
  }

  /** The prefix that stands at this place of a text. */
  static KeyPrefix at(byte[] text, int start) {
    return new KeyPrefix((long) LONG.get(text, start), (int) INT.get(text, start + Long.BYTES));
  }

  /** A number that spreads prefixes evenly, another one for every seed. */
  public long spread(long seed) {
    long mixed = (head ^ seed) * 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 32) ^ tail) * 0xD6E8FEB86659FD93L;
    mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
    return mixed ^ (mixed >>> 32);
  }

  /** The characters, as a store knows them. */
  public String text() {
    byte[] bytes = new byte[KeyFormat.PREFIX_LENGTH];
    LONG.set(bytes, 0, head);
    INT.set(bytes, Long.BYTES, tail);
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  @Override
  public String toString() {
    return text();
  }
}
