package io.keybearer.secret;

import java.nio.charset.StandardCharsets;

/**
 * The whole text of a key, as a client presents it or as it is shown once at issue. Whether it has
 * the form of a key is not known here. Immutable.
 *
 * <p>Prints as {@code <redacted>} and has no equality of its own on purpose: texts are compared as
 * hashes, in constant time, by {@link KeyHasher}.
 */
public final class SecretText {
  private final byte[] text;

  private SecretText(byte[] text) {
    this.text = text;
  }

  /** Wraps a text; any text, also an empty one, since a client may send anything. */
  public static SecretText of(CharSequence text) {
    return new SecretText(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Gives the text out. Every caller of this method answers for where the text goes: never into a
   * log, an error, a metric, or storage.
   */
  public String reveal() {
    return new String(text, StandardCharsets.UTF_8);
  }

  /**
   * Gives out the bytes of the text in UTF-8, the very ones, which nobody may change. What {@link
   * #reveal} says holds here too.
   */
  public byte[] revealBytes() {
    return text;
  }

  @Override
  public String toString() {
    return "<redacted>";
  }
}
