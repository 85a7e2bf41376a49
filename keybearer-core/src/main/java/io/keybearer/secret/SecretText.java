package io.keybearer.secret;

/**
 * The whole text of a key, as a client presents it or as it is shown once at issue. Whether it has
 * the form of a key is not known here. Immutable.
 *
 * <p>Prints as {@code <redacted>} and has no equality of its own on purpose: texts are compared as
 * hashes, in constant time, by {@link KeyHasher}.
 */
public final class SecretText {
  private final String text;

  private SecretText(String text) {
    this.text = text;
  }

  /** Wraps a text; any text, also an empty one, since a client may send anything. */
  public static SecretText of(CharSequence text) {
    return new SecretText(text.toString());
  }

  /**
   * Gives the text out. Every caller of this method answers for where the text goes: never into a
   * log, an error, a metric, or storage.
   */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "<redacted>";
  }
}
