package io.keybearer.redact;

/**
 * Copies a text of no known form, and hides what follows the name of a secret field: in forms, header
 * lines, settings, markup, broken JSON and sentences. Where the end of a value is in doubt it is taken
 * to be later. Then it looks for shapes in what is left. For one thread, once.
 */
final class TextRedaction {
  private static final String PEM = "-----BEGIN ";
  private static final String PEM_END = "-----END ";
  private static final int LONGEST_LABEL = 40;
  private static final int MOST_CLOSERS = 8;
  private static final int MOST_WORDS = 3;
  private static final String CLOSERS = "\\\"'`])},; \t\r\n";

  private final String in;
  private final Rules rules;
  private final int depth;
  private final StringBuilder out;

  /** All before it is in {@code out}. */
  private int copied;

  /** Where the words begin that may be a name together. */
  private final int[] starts = new int[MOST_WORDS];

  private int words;
  private int lastEnd = -2;

  TextRedaction(String in, Rules rules, int depth) {
    this.in = in;
    this.rules = rules;
    this.depth = depth;
    out = new StringBuilder(in.length() + 16);
  }

  String redacted() {
    int at = 0;
    while (at < in.length()) {
      if (in.startsWith(PEM, at)) {
        at = pem(at);
      } else if (isOfName(in.charAt(at))) {
        int end = at;
        while (end < in.length() && isOfName(in.charAt(end))) {
          end++;
        }
        at = named(at, end);
      } else {
        at++;
      }
    }
    keep(in.length());
    return out.toString();
  }

  /** Hides a private key in its armour, to its end or that of the text. */
  private int pem(int start) {
    int label = in.indexOf("-----", start + PEM.length());
    if (label < 0
        || label - start > PEM.length() + LONGEST_LABEL
        || !in.substring(start, label).contains("PRIVATE KEY")) {
      return start + PEM.length();
    }
    int end = in.indexOf(PEM_END, label);
    int close = end < 0 ? -1 : in.indexOf("-----", end + PEM_END.length());
    return hide(start, close < 0 ? in.length() : close + 5);
  }

  /** Looks at a word, which may be the name of what follows, and says where to go on. */
  private int named(int start, int end) {
    note(start, end);
    if (start > 0 && in.charAt(start - 1) == '<') {
      return element(start, end);
    }
    int separator = separator(end);
    if (separator >= in.length()) {
      return end;
    }
    char c = in.charAt(separator);
    if (c == ':' || c == '=') {
      return assigned(start, end, separator);
    }
    boolean option = in.charAt(start) == '-' && c != '\n' && in.charAt(end) == ' ';
    if (option && rules.names.isSecret(in.substring(start, end))) {
      return hide(separator, endOfBlankless(separator));
    }
    return end;
  }

  /** Words that follow each other with one blank between may be a name together. */
  private void note(int start, int end) {
    if (start != lastEnd + 1 || in.charAt(lastEnd) != ' ') {
      words = 0;
    }
    if (words == MOST_WORDS) {
      System.arraycopy(starts, 1, starts, 0, MOST_WORDS - 1);
      words--;
    }
    starts[words++] = start;
    lastEnd = end;
  }

  /** The place after the quotes and brackets that close a name. */
  private int separator(int end) {
    int at = end;
    while (at < in.length() && at - end < MOST_CLOSERS && CLOSERS.indexOf(in.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  private int assigned(int start, int end, int separator) {
    boolean secret = isSecretName(starts[0], end) || isSecretName(start, end);
    int value = separator + 1;
    while (value < in.length() && " \t>=".indexOf(in.charAt(value)) >= 0) {
      value++;
    }
    if (secret) {
      value = acrossLines(value);
      boolean line = separator == end && in.charAt(separator) == ':' && beginsLine(starts[0]);
      Values values = new Values(in, in.charAt(separator) == '=');
      int until = line ? values.endOfLines(value) : values.end(value);
      return hide(value, until);
    }
    return namesPart(start, end, value) ? hide(value, endOfPart(value)) : end;
  }

  /** The place, or that of a quote or bracket on a later line when this one ends here. */
  private int acrossLines(int value) {
    int at = value;
    while (at < in.length() && in.charAt(at) <= ' ') {
      at++;
    }
    return at < in.length() && "\"'{[".indexOf(in.charAt(at)) >= 0 ? at : value;
  }

  private boolean isSecretName(int start, int end) {
    String name = in.substring(start, end);
    return rules.names.isSecret(name)
        || (name.indexOf('%') >= 0 && rules.names.isSecret(Escapes.percentDecoded(name)));
  }

  private boolean beginsLine(int start) {
    return start == 0 || in.charAt(start - 1) == '\n' || in.charAt(start - 1) == '\r';
  }

  /** Whether this is {@code name="password"}, as parts of multipart forms and inputs have it. */
  private boolean namesPart(int start, int end, int value) {
    if (end - start > 12 || value >= in.length()) {
      return false;
    }
    String word = in.substring(start, end);
    if (!word.equalsIgnoreCase("name") && !word.equalsIgnoreCase("key")) {
      return false;
    }
    int from = value;
    while (from < in.length() && from - value < 3 && "\\\"'".indexOf(in.charAt(from)) >= 0) {
      from++;
    }
    int to = from;
    while (to < in.length()
        && to - from < 64
        && (isOfName(in.charAt(to)) || in.charAt(to) == '[')) {
      to++;
    }
    return to > from && isSecretName(from, to);
  }

  /** The part goes to the next boundary, or to the end. */
  private int endOfPart(int start) {
    int boundary = in.indexOf("\n--", start);
    return boundary < 0 ? in.length() : boundary;
  }

  /** Hides what an element of markup holds, when it is named so. */
  private int element(int start, int end) {
    int local = end < in.length() && in.charAt(end) == ':' ? end + 1 : start;
    int nameEnd = end;
    while (local > start
        && nameEnd < in.length()
        && (nameEnd < local || isOfName(in.charAt(nameEnd)))) {
      nameEnd++;
    }
    String name = in.substring(local, nameEnd);
    if (!rules.names.isSecret(name)) {
      return end;
    }
    int open = in.indexOf('>', nameEnd);
    if (open < 0) {
      return hide(nameEnd, in.length());
    }
    if (in.charAt(open - 1) == '/') {
      return hide(nameEnd, open - 1);
    }
    int close = in.indexOf("</" + in.substring(start, nameEnd), open);
    return hide(open + 1, close < 0 ? in.length() : close);
  }

  private int endOfBlankless(int start) {
    int end = start;
    while (end < in.length() && in.charAt(end) > ' ') {
      end++;
    }
    return end;
  }

  /** Copies what stands before, looked through for shapes, and the mark for what is hidden. */
  private int hide(int start, int end) {
    if (end > start) {
      keep(start);
      out.append(Redactor.MARK);
      copied = end;
    }
    words = 0;
    lastEnd = -2;
    return Math.max(end, start);
  }

  private void keep(int until) {
    out.append(rules.withoutShapes(in.substring(copied, until), depth));
    copied = until;
  }

  private static boolean isOfName(char c) {
    return SecretShapes.isAlphanumeric(c)
        || c == '_'
        || c == '-'
        || c == '.'
        || c == '%'
        || c == '$'
        || (c > 0x7F && Character.isLetter(c));
  }
}
