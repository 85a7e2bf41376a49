package io.keybearer.redact;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is hidden, whatever the form: decides which form a text has, and looks into texts within
 * texts, to a bounded depth. Immutable.
 */
final class Rules {
  /** Texts within texts: JSON in a string of JSON in a form, and so on. */
  private static final int DEEPEST = 6;

  private static final int SHORTEST_BASE64 = 20;
  private static final String DELIMITERS = "\"'<>()[]{},;&|\\`";
  private static final List<String> SCHEMES =
      List.of("bearer", "basic", "digest", "negotiate", "apikey", "token", "dpop", "hmac");

  final FieldNames names;
  final SecretShapes shapes;

  Rules(FieldNames names, SecretShapes shapes) {
    this.names = names;
    this.shapes = shapes;
  }

  /** A text of any form without its secrets; the same text when there are none. */
  String redact(String text, int depth) {
    if (text.length() < 3) {
      return text;
    }
    if (depth > DEEPEST) {
      return isPlain(text) ? text : Redactor.MARK;
    }
    String json = looksLikeJson(text) ? JsonRedaction.of(text, this, depth) : null;
    int body = depth == 0 && json == null ? HeaderBlock.end(text) : 0;
    if (body > 0) {
      String head = new TextRedaction(text.substring(0, body), this, depth).redacted();
      return head + redact(text.substring(body), depth + 1);
    }
    return json == null
        ? new TextRedaction(JsonStrings.withPlainLetters(text), this, depth).redacted()
        : json;
  }

  private static boolean looksLikeJson(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ') {
        return c == '{' || c == '[' || c == '"';
      }
    }
    return false;
  }

  /** One word of letters, which holds nothing. */
  private static boolean isPlain(String text) {
    return text.length() < SecretShapes.SHORTEST
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == ' ' || c == '.');
  }

  /** A text without what looks like a secret, its words looked at one by one. */
  String withoutShapes(String text, int depth) {
    return withoutShapes(text, depth, true);
  }

  /**
   * The same.
   *
   * @param names whether texts in base64 are looked through for names of fields too
   */
  String withoutShapes(String text, int depth, boolean names) {
    StringBuilder out = null;
    int copied = 0;
    int previous = 0;
    int previousEnd = 0;
    for (int i = 0; i < text.length(); i++) {
      int end = endOfWord(text, i);
      if (end == i) {
        continue;
      }
      String word = redactedWord(text, i, end, previous, previousEnd, depth, names);
      if (word != null) {
        out = out == null ? new StringBuilder(text.length()) : out;
        out.append(text, copied, i).append(word);
        copied = end;
      }
      previous = i;
      previousEnd = end;
      i = end;
    }
    return out == null ? text : out.append(text, copied, text.length()).toString();
  }

  private @Nullable String redactedWord(
      String text, int start, int end, int previous, int previousEnd, int depth, boolean names) {
    if (end - start >= 8
        && start == previousEnd + 1
        && text.charAt(previousEnd) == ' '
        && isScheme(text, previous, previousEnd)) {
      return Redactor.MARK;
    }
    if (end - start < SecretShapes.SHORTEST) {
      return null;
    }
    String word = text.substring(start, end);
    String without = withoutEscaped(word, depth);
    without = without.length() < SecretShapes.SHORTEST ? without : shapes.without(without);
    without = withoutBase64(without, depth, names);
    return without.equals(word) ? null : without;
  }

  /** Whether a word ends with the name of a scheme of authentication. */
  private static boolean isScheme(String text, int start, int end) {
    for (String scheme : SCHEMES) {
      int from = end - scheme.length();
      boolean alone =
          from == start || (from > start && !SecretShapes.isAlphanumeric(text.charAt(from - 1)));
      if (alone && text.regionMatches(true, from, scheme, 0, scheme.length())) {
        return true;
      }
    }
    return false;
  }

  private static int endOfWord(String text, int start) {
    int end = start;
    while (end < text.length() && !isDelimiter(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isDelimiter(char c) {
    return c <= ' ' || (c < 0x7F && DELIMITERS.indexOf(c) >= 0);
  }

  /** Looks into the parts of a word that hold %-escapes. */
  private String withoutEscaped(String word, int depth) {
    if (word.indexOf('%') < 0) {
      return word;
    }
    StringBuilder out = new StringBuilder(word.length());
    for (int i = 0; i < word.length(); i++) {
      int end = i;
      while (end < word.length() && "/&=?;:".indexOf(word.charAt(end)) < 0) {
        end++;
      }
      out.append(withoutEscapedPart(word.substring(i, end), depth));
      if (end < word.length()) {
        out.append(word.charAt(end));
      }
      i = end;
    }
    return out.toString();
  }

  private String withoutEscapedPart(String part, int depth) {
    if (part.indexOf('%') < 0) {
      return part;
    }
    String decoded = Escapes.percentDecoded(part);
    if (decoded.equals(part)) {
      return part;
    }
    String without = redact(decoded, depth + 1);
    if (without.equals(decoded)) {
      return part;
    }
    return without.equals(Redactor.MARK) ? without : Escapes.percentEncoded(without);
  }

  /** Hides parts of a word that are base64 of something that holds a secret. */
  private String withoutBase64(String word, int depth, boolean names) {
    if (word.length() < SHORTEST_BASE64 || (!names && !shapes.mayHoldKeyInBase64(word))) {
      return word;
    }
    StringBuilder out = null;
    int copied = 0;
    for (int i = 0; i < word.length(); i++) {
      int end = i;
      while (end < word.length() && isOfBase64(word.charAt(end))) {
        end++;
      }
      int run = end;
      while (end < word.length() && word.charAt(end) == '=' && end - run < 2) {
        end++;
      }
      if (end - i >= SHORTEST_BASE64 && hidesSecret(word.substring(i, end), depth)) {
        out = out == null ? new StringBuilder(word.length()) : out;
        out.append(word, copied, i).append(Redactor.MARK);
        copied = end;
      }
      i = end;
    }
    return out == null ? word : out.append(word, copied, word.length()).toString();
  }

  private boolean hidesSecret(String run, int depth) {
    String decoded = Escapes.base64Decoded(run);
    if (decoded != null && !redact(decoded, depth + 1).equals(decoded)) {
      return true;
    }
    for (int skipped = 0; skipped < 4 && shapes.mayHoldKeyInBase64(run); skipped++) {
      if (shapes.holdsKey(Escapes.base64Latin(run.substring(skipped)))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOfBase64(char c) {
    return SecretShapes.isAlphanumeric(c) || "+/-_".indexOf(c) >= 0;
  }
}
