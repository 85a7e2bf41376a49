package io.keybearer.redact;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Copies JSON, one text or several, and hides on the way. It may end anywhere, since it may have been
 * cut; what is otherwise no JSON is refused as a whole, for the rules of plain text. A scanner of its
 * own: a library would hold the whole in memory, refuse what was cut, and bind the core to it. For
 * one thread, once.
 */
final class JsonRedaction {
  /** Objects and arrays within each other; what lies deeper is hidden. */
  private static final int DEEPEST = 64;

  /** Members that name a field whose value stands in another member. */
  private static final Set<String> NAMING = Set.of(
      "name", "key", "field", "header", "headername", "param", "parameter", "k", "id", "label");

  private static final Set<String> VALUING =
      Set.of("value", "values", "val", "v", "data", "content", "text", "rawvalue", "stringvalue");

  private static final int MOST_VALUES = 4;
  private static final int LONGEST_NAME = 64;

  private final String in;
  private final Rules rules;
  private final int depth;
  private final StringBuilder out;
  private int at;
  private boolean refused;

  private JsonRedaction(String in, Rules rules, int depth) {
    this.in = in;
    this.rules = rules;
    this.depth = depth;
    out = new StringBuilder(in.length() + 16);
  }

  /** The text without its secrets, or null when it is no JSON. */
  static @Nullable String of(String text, Rules rules, int depth) {
    JsonRedaction redaction = new JsonRedaction(text, rules, depth);
    redaction.blanks();
    while (!redaction.ended()) {
      redaction.value(0);
      redaction.blanks();
    }
    return redaction.refused ? null : redaction.out.toString();
  }

  /** Whether there is nothing more to read, or no sense in it. */
  private boolean ended() {
    return refused || at >= in.length();
  }

  private void refuse() {
    refused = true;
  }

  private void blanks() {
    while (at < in.length() && in.charAt(at) <= ' ') {
      out.append(in.charAt(at++));
    }
  }

  /** Copies this character, if it comes. */
  private boolean take(char c) {
    if (!ended() && in.charAt(at) == c) {
      out.append(c);
      at++;
      return true;
    }
    return false;
  }

  private void value(int nested) {
    if (ended()) {
      return;
    }
    char c = in.charAt(at);
    if ((c == '{' || c == '[') && nested >= DEEPEST) {
      hide();
    } else if (c == '{') {
      object(nested + 1);
    } else if (c == '[') {
      array(nested + 1);
    } else if (c == '"') {
      string();
    } else {
      literal();
    }
  }

  private void object(int nested) {
    take('{');
    blanks();
    if (take('}')) {
      return;
    }
    Pairing pairing = new Pairing();
    while (!ended()) {
      String name = string();
      blanks();
      if (ended() || name == null) {
        return;
      }
      if (!take(':')) {
        refuse();
        return;
      }
      blanks();
      member(name, nested, pairing);
      blanks();
      if (ended() || take('}')) {
        return;
      }
      if (!take(',')) {
        refuse();
      }
      blanks();
    }
  }

  private void member(String name, int nested, Pairing pairing) {
    if (ended()) {
      return;
    }
    String squeezed = name.length() > LONGEST_NAME ? "" : FieldNames.squeezed(name);
    boolean valuing = VALUING.contains(squeezed);
    int start = out.length();
    if (rules.names.isSecret(name) || (valuing && pairing.hides())) {
      hide();
    } else if (NAMING.contains(squeezed) && in.charAt(at) == '"') {
      if (namesSecret(string())) {
        pairing.secret(out);
      }
    } else {
      value(nested);
    }
    if (valuing) {
      pairing.value(start, out.length());
    }
  }

  private void array(int nested) {
    take('[');
    blanks();
    if (take(']')) {
      return;
    }
    boolean hides = false;
    while (!ended()) {
      if (hides) {
        hide();
        hides = false;
      } else if (in.charAt(at) == '"') {
        hides = namesSecret(string());
      } else {
        value(nested);
      }
      blanks();
      if (ended() || take(']')) {
        return;
      }
      if (!take(',')) {
        refuse();
      }
      blanks();
    }
  }

  /** Whether a string is the name of a secret field, and no sentence about one. */
  private boolean namesSecret(@Nullable String text) {
    return text != null
        && text.length() <= LONGEST_NAME
        && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_. []".indexOf(c) >= 0)
        && rules.names.isSecret(text);
  }

  /** Copies a string without its secrets, and returns what it said; null when there is none. */
  private @Nullable String string() {
    if (ended() || in.charAt(at) != '"') {
      refuse();
      return null;
    }
    int start = ++at;
    boolean escaped = skipString();
    boolean closed = at < in.length();
    String raw = in.substring(start, at);
    String said = escaped ? JsonStrings.unescaped(raw) : raw;
    if (said == null) {
      refuse();
      return null;
    }
    String without = rules.redact(said, depth + 1);
    out.append('"').append(without.equals(said) ? raw : JsonStrings.escaped(without));
    if (closed) {
      out.append('"');
      at++;
    }
    return said;
  }

  /** Goes to the quote that ends a string, or to the end, and says whether it had escapes. */
  private boolean skipString() {
    boolean escaped = false;
    while (at < in.length() && in.charAt(at) != '"') {
      if (in.charAt(at) == '\\') {
        escaped = true;
        at++;
      }
      at++;
    }
    at = Math.min(at, in.length());
    return escaped;
  }

  private void literal() {
    int start = at;
    while (at < in.length() && isOfLiteral(in.charAt(at))) {
      at++;
    }
    String text = in.substring(start, at);
    boolean cut = at == in.length();
    if (JsonStrings.isLiteral(text) || (cut && JsonStrings.beginsLiteral(text))) {
      out.append(text);
    } else {
      refuse();
    }
  }

  private static boolean isOfLiteral(char c) {
    return SecretShapes.isAlphanumeric(c) || c == '+' || c == '-' || c == '.';
  }

  /** Puts the mark in place of the value that follows, whatever it is. */
  private void hide() {
    if (ended()) {
      return;
    }
    int start = at;
    int open = 0;
    do {
      char c = in.charAt(at);
      if (c == '"') {
        at++;
        skipString();
        at = Math.min(at + 1, in.length());
      } else if (c == '{' || c == '[') {
        open++;
        at++;
      } else if (c == '}' || c == ']') {
        open--;
        at++;
      } else if (open == 0 && isOfLiteral(c)) {
        while (at < in.length() && isOfLiteral(in.charAt(at))) {
          at++;
        }
      } else {
        at++;
      }
    } while (open > 0 && at < in.length());
    if (open < 0 || at == start || ",:".indexOf(in.charAt(start)) >= 0) {
      refuse();
    }
    out.append('"').append(Redactor.MARK).append('"');
  }

  /** Members of one object of which one names a field and others hold its value. For one thread. */
  private static final class Pairing {
    private final List<int[]> values = new ArrayList<>(0);
    private boolean secret;

    /** Whether values are hidden from now on. */
    boolean hides() {
      return secret || values.size() >= MOST_VALUES;
    }

    void value(int start, int end) {
      if (!hides()) {
        values.add(new int[] {start, end});
      }
    }

    /** The field is secret: hides the values that came before. */
    void secret(StringBuilder out) {
      secret = true;
      for (int i = values.size() - 1; i >= 0; i--) {
        out.replace(values.get(i)[0], values.get(i)[1], '"' + Redactor.MARK + '"');
      }
      values.clear();
    }
  }
}
