package io.keybearer.usage;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The form under which an endpoint is counted: segments of a path that look like ids become {@code
 * {id}}, so that {@code /orders/17} and {@code /orders/18} are one. Ids are numbers, UUIDs, and
 * texts of letters and digits that people would not write: 16 or more hexadecimal digits, or 20 or
 * more letters, digits, {@code -} and {@code _} among which there is a digit.
 */
public final class EndpointTemplate {
  /** The name under which endpoints are counted that came when a company had too many for a day. */
  public static final String OTHER = "(other)";

  /** How many names a company's endpoints have on one day; further ones are {@link #OTHER}. */
  public static final int MOST_PER_DAY = 500;

  /** The longest name; what is longer is cut. */
  static final int LONGEST = 200;

  private static final String ID = "{id}";
  private static final int LONG_HEX = 16;
  private static final int LONG_TOKEN = 20;
  private static final int UUID_LENGTH = 36;

  private EndpointTemplate() {}

  /** The form of an endpoint; empty for one that is not known. */
  public static String of(@Nullable String endpoint) {
    if (endpoint == null) {
      return "";
    }
    StringBuilder form = new StringBuilder(endpoint.length());
    int start = 0;
    while (start <= endpoint.length() && form.length() <= LONGEST) {
      int slash = endpoint.indexOf('/', start);
      int end = slash < 0 ? endpoint.length() : slash;
      if (isId(endpoint, start, end)) {
        form.append(ID);
      } else {
        form.append(endpoint, start, end);
      }
      if (slash >= 0) {
        form.append('/');
      }
      start = end + 1;
    }
    return cut(form);
  }

  /**
   * The name under which a form is counted on a day.
   *
   * @param names those of the company on that day, to which a new one is added while there is room
   */
  public static String admit(String form, Set<String> names) {
    if (form.isEmpty() || form.equals(OTHER) || names.contains(form)) {
      return form;
    }
    if (names.size() >= MOST_PER_DAY) {
      return OTHER;
    }
    names.add(form);
    return form;
  }

  private static String cut(StringBuilder form) {
    int most = Math.min(form.length(), LONGEST);
    for (int i = 0; i < most; i++) {
      if (isUnfit(form, i)) {
        form.setCharAt(i, '\uFFFD');
      }
    }
    boolean halved = most > 0 && Character.isHighSurrogate(form.charAt(most - 1));
    return form.substring(0, halved ? most - 1 : most);
  }

  /** What no store could give back as it is, or no line could show. */
  private static boolean isUnfit(CharSequence text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
    }
    return Character.isISOControl(c)
        || (Character.isLowSurrogate(c)
            && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1))));
  }

  private static boolean isId(String text, int start, int end) {
    int length = end - start;
    int digits = 0;
    int hex = 0;
    int letters = 0;
    int marks = 0;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      digits += digit ? 1 : 0;
      hex += digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F') ? 1 : 0;
      letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
      marks += c == '-' || c == '_' ? 1 : 0;
    }
    if (length == 0 || digits == 0 || digits + letters + marks != length) {
      return length >= LONG_HEX && hex == length;
    }
    return digits == length
        || (hex == length && length >= LONG_HEX)
        || (length == UUID_LENGTH && hex + marks == length && marks == 4)
        || length >= LONG_TOKEN;
  }
}
