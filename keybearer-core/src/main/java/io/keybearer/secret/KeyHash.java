package io.keybearer.secret;

import java.security.MessageDigest;
import java.util.regex.Pattern;

/**
 * What is kept of a key's text: a hash, and the scheme that made it. Immutable.
 *
 * <p>Prints without its bytes and has no equality of its own on purpose: {@link #matches} compares
 * in constant time.
 */
public final class KeyHash {
  private static final Pattern SCHEME = Pattern.compile("[a-z0-9][a-z0-9_:.-]{0,63}");

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
    return scheme.equals(other.scheme) && MessageDigest.isEqual(bytes, other.bytes);
  }

  /** Says whether these are the bytes; takes as long whatever they are. */
  boolean holds(byte[] made) {
    return MessageDigest.isEqual(bytes, made);
  }

  @Override
  public String toString() {
    return scheme + " <redacted>";
  }
}
