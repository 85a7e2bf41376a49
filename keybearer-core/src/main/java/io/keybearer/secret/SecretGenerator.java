package io.keybearer.secret;

import java.security.SecureRandom;

/**
 * Draws uniform base62 characters, 5.954 bits each. As thread-safe as its source, and {@link
 * SecureRandom} is.
 */
public final class SecretGenerator {
  /** The base62 digits in order of value: {@code 0-9A-Za-z}. */
  public static final String ALPHABET =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private final SecureRandom random;

  /** Makes a generator that draws from this source. */
  public SecretGenerator(SecureRandom random) {
    this.random = random;
  }

  /**
   * Draws characters, each of the 62 equally likely.
   *
   * @throws IllegalArgumentException when the length is not positive
   */
  public String secret(int length) {
    if (length < 1) {
      throw new IllegalArgumentException("expected a positive length, got " + length);
    }
    StringBuilder drawn = new StringBuilder(length);
    byte[] bytes = new byte[length];
    while (drawn.length() < length) {
      random.nextBytes(bytes);
      append(drawn, bytes, length);
    }
    return drawn.toString();
  }

  /** Six bits make 64 values; the two too many are thrown away, since a modulo would be biased. */
  private static void append(StringBuilder drawn, byte[] bytes, int length) {
    for (int i = 0; i < bytes.length && drawn.length() < length; i++) {
      int value = bytes[i] & 0x3f;
      if (value < ALPHABET.length()) {
        drawn.append(ALPHABET.charAt(value));
      }
    }
  }
}
