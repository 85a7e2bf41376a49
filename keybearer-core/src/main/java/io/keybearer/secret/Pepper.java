package io.keybearer.secret;

import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * A secret of the installation that is mixed into every hash, so that a stolen database alone
 * cannot be searched. Immutable; prints only its id and has no equality of its own.
 */
public final class Pepper {
  /** The least bytes of key. */
  public static final int LEAST_BYTES = 16;

  private static final Pattern ID = Pattern.compile("[a-z0-9_-]{1,32}");

  private final String id;
  private final SecretKey key;

  private Pepper(String id, SecretKey key) {
    this.id = id;
    this.key = key;
  }

  /**
   * Makes a pepper.
   *
   * @param id its public name, {@code [a-z0-9_-]{1,32}}, stored beside each hash it made
   * @param key at least {@value #LEAST_BYTES} bytes, copied
   * @throws IllegalArgumentException when the id has another form or the key is too short
   */
  public static Pepper of(String id, byte[] key) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("expected a pepper id of the form [a-z0-9_-]{1,32}");
    }
    if (key.length < LEAST_BYTES) {
      throw new IllegalArgumentException(
          "expected at least " + LEAST_BYTES + " bytes in pepper " + id + ", got " + key.length);
    }
    return new Pepper(id, new SecretKeySpec(key, KeyHasher.HMAC));
  }

  /**
   * Reads {@code id:base64}, the standard alphabet, padding optional.
   *
   * @throws IllegalArgumentException when the text has another form; the message never repeats it
   */
  public static Pepper parse(String text) {
    int colon = text.indexOf(':');
    if (colon < 0) {
      throw new IllegalArgumentException("expected a pepper of the form id:base64, found no colon");
    }
    return of(text.substring(0, colon), decoded(text.substring(colon + 1)));
  }

  /** The public name. */
  public String id() {
    return id;
  }

  /** The name of the hash scheme that uses this pepper: {@code hmac-sha256:<id>}. */
  public String scheme() {
    return KeyHasher.PEPPERED + id;
  }

  SecretKey key() {
    return key;
  }

  @Override
  public String toString() {
    return id + ":<redacted>";
  }

  /** Keeps the decoder's own exception out: its message quotes characters of the key. */
  @SuppressWarnings("UnusedException")
  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException quotesTheKey) {
      throw new IllegalArgumentException(
          "expected a pepper of the form id:base64, found no standard base64 after the colon");
    }
  }
}
