package io.keybearer.secret;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.regex.Pattern;

/**
 * What is kept of a key's text: a hash, and the scheme that made it. Immutable.
 *
 * <p>Prints without its bytes and has no equality of its own on purpose: {@link #matches} compares
 * in constant time.
 */
public final class KeyHash {
  private static final Pattern SCHEME = Pattern.compile("[a-z0-9][a-z0-9_:.-]{0,63}");

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private final String scheme;
  private final byte[] bytes;

  private KeyHash(String scheme, byte[] bytes) {
    this.scheme = scheme;
    this.bytes = bytes;
  }

  /** Takes ownership of freshly made bytes. */
  static KeyHash fresh(String scheme, byte[] bytes) {
    return new KeyHash(scheme, bytes);
  }

  /**
   * Restores a hash from storage.
   *
   * @param scheme how it was made: {@code sha256}, {@code hmac-sha256:<pepper id>} or the scheme of
   *     an imported hash; 1 to 64 characters of {@code [a-z0-9_:.-]}
   * @param bytes the hash itself, copied
   * @throws IllegalArgumentException when the scheme has another form or there are no bytes
   */
  public static KeyHash ofStored(String scheme, byte[] bytes) {
    if (!SCHEME.matcher(scheme).matches()) {
      throw new IllegalArgumentException(
          "expected a hash scheme of 1 to 64 characters such as sha256 or hmac-sha256:p1");
    }
    if (bytes.length == 0) {
      throw new IllegalArgumentException("expected at least one byte of hash");
    }
    return new KeyHash(scheme, bytes.clone());
  }

  /** How the hash was made, for example {@code sha256} or {@code hmac-sha256:p1}. */
  public String scheme() {
    return scheme;
  }

  /** A copy of the bytes, for the store and nothing else. */
  public byte[] bytesForStorage() {
    return bytes.clone();
  }

  /**
   * Says whether both have the same scheme and the same bytes. Takes as long whatever the bytes
   * are; the schemes are not secret.
   */
  public boolean matches(KeyHash other) {
    return scheme.equals(other.scheme) && holds(other.bytes);
  }

  /**
   * Says whether these are the bytes; takes as long whatever they are, since nothing is decided before
   * the last was looked at. Eight at a time: one at a time takes a quarter of a hash longer.
   */
  boolean holds(byte[] made) {
    if (made.length != bytes.length) {
      return false;
    }
    long difference = 0;
    int at = 0;
    for (; at <= bytes.length - Long.BYTES; at += Long.BYTES) {
      difference |= (long) LONG.get(bytes, at) ^ (long) LONG.get(made, at);
    }
    for (; at < bytes.length; at++) {
      difference |= bytes[at] ^ made[at];
    }
    return difference == 0;
  }

  @Override
  public String toString() {
    return scheme + " <redacted>";
  }
}
