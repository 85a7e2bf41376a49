package io.keybearer.redact;

import io.keybearer.token.KeyFormat;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;

/**
 * Takes secrets out of what was asked and answered, before it is kept anywhere: in JSON at any depth,
 * forms, header lines and any other text. By the name of the field, whatever the type of its value;
 * and by shape: keys of this installation, tokens and keys of well-known makers, also %-escaped and
 * in base64. What cannot be understood is treated as text, in which rather too much is hidden than
 * too little. Takes time in proportion to the text. Immutable.
 *
 * <p>It hides what it recognises, which is not everything: a secret under a harmless name and of no
 * known shape stays.
 */
public final class Redactor {
  /** What stands for what was taken out. */
  public static final String MARK = "[redacted]";

  /** How many bytes of UTF-8 of a payload are kept, unless told. */
  public static final int DEFAULT_MOST_BYTES = 16_384;

  /** The least that can be kept of a payload, in bytes of UTF-8. */
  public static final int LEAST_MOST_BYTES = 64;

  /** The most that can be kept of a payload, in bytes of UTF-8. */
  public static final int GREATEST_MOST_BYTES = 1_048_576;

  /** Characters of a payload that are looked at, at most, for each byte that may be kept. */
  private static final int LOOKED_AT = 4;

  private final Rules rules;
  private final int mostBytes;

  /**
   * Makes one.
   *
   * @param format the form of this installation's keys
   * @param further names of fields that are secret here, beside those known everywhere
   * @param mostBytes how many bytes of UTF-8 are kept of a payload, 64 to {@link
   *     #GREATEST_MOST_BYTES}
   */
  public Redactor(KeyFormat format, Collection<String> further, int mostBytes) {
    if (mostBytes < LEAST_MOST_BYTES || mostBytes > GREATEST_MOST_BYTES) {
      throw new IllegalArgumentException(
          "expected to keep 64 to " + GREATEST_MOST_BYTES + " bytes of a payload");
    }
    List<String> brands = format.brands().stream().map(Object::toString).toList();
    rules = new Rules(new FieldNames(further), new SecretShapes(brands));
    this.mostBytes = mostBytes;
  }

  /** One for the keys of a format, with the names known everywhere and the default size. */
  public static Redactor of(KeyFormat format) {
    return new Redactor(format, List.of(), DEFAULT_MOST_BYTES);
  }

  /**
   * A payload without its secrets, and no longer than may be kept: what is cut off at the end is
   * said there, as {@code …[cut, 48213 bytes]}, which counts the bytes of the whole. Valid JSON stays
   * valid unless it is cut. Control characters but tabs and line ends become U+FFFD.
   */
  public String payload(String text) {
    Cut cut = Cut.of(text, mostBytes * LOOKED_AT);
    String fit = Cut.fit(cut.kept());
    return cut.with(rules.redact(fit, 0)).toMost(mostBytes);
  }

  /**
   * A short text that a client controls, such as a path or the name of its program, without what
   * looks like a secret; names of fields are not looked for. Most texts come back as they are.
   */
  public String text(String text) {
    return text.length() < SecretShapes.SHORTEST ? text : rules.withoutShapes(text, 0, false);
  }

  /** How many bytes of UTF-8 are kept of a payload. */
  public int mostBytes() {
    return mostBytes;
  }

  /** How many bytes of UTF-8 a text takes. */
  static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
