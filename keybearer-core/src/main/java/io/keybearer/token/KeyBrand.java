package io.keybearer.token;

import java.util.regex.Pattern;

/**
 * The first part of every key's text, by which people and secret scanners know whose key it is.
 *
 * @param text {@code [a-z][a-z0-9]{1,15}(_[a-z0-9]+)*}, ending in none of {@code _u}, {@code _s},
 *     {@code _y}, for example {@code kb} or {@code acme_pay}
 */
public record KeyBrand(String text) {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9]{1,15}(_[a-z0-9]+)*+");
  private static final Pattern LOOKS_TYPED = Pattern.compile(".*_[usy]");

  /** The brand of an installation that configures none: {@code kb}. */
  public static final KeyBrand DEFAULT = new KeyBrand("kb");

  /**
   * Checks the form.
   *
   * @throws IllegalArgumentException when the text has another one
   */
  public KeyBrand {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a brand of the form [a-z][a-z0-9]{1,15}(_[a-z0-9]+)* such as acme, got "
              + text);
    }
    if (LOOKS_TYPED.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a brand that ends in none of _u, _s, _y, which stand for key types, got "
              + text);
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
