package io.keybearer.redact;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Knows secrets by their shape, in a word without blanks and quotes: keys of this installation, whole
 * or cut, tokens that are JSON, and those of well-known makers. Each look takes time in proportion
 * to the word. Immutable.
 */
final class SecretShapes {
  /** No shape is shorter. */
  static final int SHORTEST = 16;

  private static final int ASCII = 128;
  private static final String JSON_TOKEN = "eyJ";
  private static final String AUTHORITY = "://";
  private static final int PREFIX = 12;
  private static final int FEWEST_OF_SECRET = 6;
  private static final int LONGEST_ENV = 16;

  /** How a maker's secrets begin, and how many characters follow at least. */
  private record Maker(String start, int atLeast) {}

  private static final List<Maker> MAKERS = List.of(
      new Maker("AKIA", 16),
      new Maker("ASIA", 16),
      new Maker("AIza", 30),
      new Maker("sk_live_", 10),
      new Maker("sk_test_", 10),
      new Maker("rk_live_", 10),
      new Maker("rk_test_", 10),
      new Maker("whsec_", 16),
      new Maker("ghp_", 30),
      new Maker("gho_", 30),
      new Maker("ghu_", 30),
      new Maker("ghs_", 30),
      new Maker("ghr_", 30),
      new Maker("github_pat_", 20),
      new Maker("glpat-", 16),
      new Maker("xoxb-", 16),
      new Maker("xoxa-", 16),
      new Maker("xoxp-", 16),
      new Maker("xoxr-", 16),
      new Maker("xoxs-", 16),
      new Maker("xapp-", 16),
      new Maker("npm_", 30),
      new Maker("pypi-", 30),
      new Maker("hf_", 30),
      new Maker("shpat_", 30),
      new Maker("dop_v1_", 30),
      new Maker("sk-", 20),
      new Maker("SG.", 30),
      new Maker("ya29.", 20),
      new Maker("AGE-SECRET-KEY-", 20));

  private final List<String> heads = new ArrayList<>();

  /** What a secret may begin with, by its first character: for the look that most words get. */
  private final List<List<String>> beginnings = new ArrayList<>();

  /** How the heads of keys stand in the middle of base64, of either alphabet. */
  private final List<String> needles = new ArrayList<>();

  /**
   * Makes one for an installation's keys.
   *
   * @param brands the brands of its keys, retired ones included
   */
  SecretShapes(Collection<String> brands) {
    for (String brand : brands) {
      for (char type : new char[] {'u', 's', 'y'}) {
        heads.add(brand + "_" + type + "_");
      }
    }
    for (int c = 0; c < ASCII; c++) {
      beginnings.add(new ArrayList<>(0));
    }
    heads.forEach(this::begins);
    MAKERS.forEach(maker -> begins(maker.start));
    begins(JSON_TOKEN);
    begins(AUTHORITY);
    for (String head : heads) {
      for (int before = 0; before < 3; before++) {
        String needle = Escapes.inBase64(head, before);
        needles.add(needle);
        needles.add(needle.replace('+', '-').replace('/', '_'));
      }
    }
  }

  private void begins(String start) {
    beginnings.get(start.charAt(0)).add(start);
  }

  /** Whether there could be a secret in a word: a look without garbage, which few words pass. */
  private boolean mayHoldSecret(String word) {
    for (int i = 0; i < word.length(); i++) {
      char c = word.charAt(i);
      List<String> starts = c < ASCII ? beginnings.get(c) : List.of();
      for (int j = 0; j < starts.size(); j++) {
        if (word.startsWith(starts.get(j), i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether base64 could say a key of this installation. */
  boolean mayHoldKeyInBase64(String run) {
    for (int i = 0; i < needles.size(); i++) {
      if (run.contains(needles.get(i))) {
        return true;
      }
    }
    return false;
  }

  /** The word without what looks like a secret; the same object when nothing does. */
  String without(String word) {
    if (!mayHoldSecret(word)) {
      return word;
    }
    String result = word;
    for (String head : heads) {
      result = withoutKeys(result, head);
    }
    result = withoutJsonTokens(result);
    for (Maker maker : MAKERS) {
      result = without(result, maker);
    }
    return withoutPassword(result);
  }

  /** Whether a key of this installation stands in the text. */
  boolean holdsKey(String text) {
    for (String head : heads) {
      for (int at = text.indexOf(head); at >= 0; at = text.indexOf(head, at + 1)) {
        if (endOfKey(text, at + head.length()) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private String withoutKeys(String word, String head) {
    Cutting cutting = new Cutting(word);
    for (int at = word.indexOf(head); at >= 0; at = word.indexOf(head, at)) {
      int end = endOfKey(word, at + head.length());
      if (end > 0) {
        cutting.cut(at, end);
      }
      at = Math.max(end, at + 1);
    }
    return cutting.rest();
  }

  /**
   * The end of what follows the head of a key: its secret, also one that is cut or mistyped; 0 when
   * there is not enough of it. A prefix alone is no secret.
   */
  private static int endOfKey(String text, int afterHead) {
    int prefix = afterHead;
    int env = alphanumerics(text, prefix, LONGEST_ENV + 1);
    if (env > prefix
        && env - prefix != PREFIX
        && env < text.length()
        && text.charAt(env) == '_'
        && text.charAt(prefix) >= 'a') {
      prefix = env + 1;
    }
    int secret = alphanumerics(text, prefix, PREFIX + 2);
    if (secret - prefix < PREFIX - 1 || secret >= text.length() || text.charAt(secret) != '_') {
      return longEnough(text, afterHead);
    }
    int end = alphanumerics(text, secret + 1, text.length());
    return end - secret > FEWEST_OF_SECRET ? endOfRun(text, end) : longEnough(text, afterHead);
  }

  /** What follows a head unbroken, and is longer than an environment and a prefix could be. */
  private static int longEnough(String text, int afterHead) {
    int end = endOfRun(text, afterHead);
    return end - afterHead >= LONGEST_ENV + PREFIX + FEWEST_OF_SECRET ? end : 0;
  }

  /** The end of a key and of what follows it without a break, which may be another key. */
  private static int endOfRun(String text, int start) {
    int end = start;
    while (end < text.length() && (isAlphanumeric(text.charAt(end)) || text.charAt(end) == '_')) {
      end++;
    }
    return end;
  }

  private static int alphanumerics(String text, int start, int most) {
    int end = start;
    while (end < text.length() && end - start < most && isAlphanumeric(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /** JWS and JWE in their compact form: they begin as the base64 of <code>{"</code> does. */
  private static String withoutJsonTokens(String word) {
    Cutting cutting = new Cutting(word);
    for (int at = word.indexOf(JSON_TOKEN); at >= 0; at = word.indexOf(JSON_TOKEN, at)) {
      int start = at;
      boolean dotted = false;
      while (at < word.length() && (isOfToken(word.charAt(at)) || word.charAt(at) == '.')) {
        dotted |= word.charAt(at) == '.';
        at++;
      }
      if (dotted && at - start >= SHORTEST) {
        cutting.cut(start, at);
      }
    }
    return cutting.rest();
  }

  private static String without(String word, Maker maker) {
    Cutting cutting = new Cutting(word);
    for (int at = word.indexOf(maker.start); at >= 0; at = word.indexOf(maker.start, at)) {
      int from = at + maker.start.length();
      int end = from;
      if (at == 0 || !isAlphanumeric(word.charAt(at - 1))) {
        while (end < word.length() && isOfToken(word.charAt(end))) {
          end++;
        }
        if (end - from >= maker.atLeast) {
          cutting.cut(at, end);
        }
      }
      at = Math.max(end, from);
    }
    return cutting.rest();
  }

  /** An address with a password: {@code scheme://user:password@host}. */
  private static String withoutPassword(String word) {
    Cutting cutting = new Cutting(word);
    for (int at = word.indexOf(AUTHORITY); at >= 0; at = word.indexOf(AUTHORITY, at)) {
      int start = at + 3;
      int colon = -1;
      int host = -1;
      for (at = start; at < word.length() && "/?#".indexOf(word.charAt(at)) < 0; at++) {
        colon = colon < 0 && word.charAt(at) == ':' ? at : colon;
        host = word.charAt(at) == '@' ? at : host;
      }
      if (colon >= 0 && colon + 1 < host) {
        cutting.cut(colon + 1, host);
      }
    }
    return cutting.rest();
  }

  static boolean isAlphanumeric(char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  private static boolean isOfToken(char c) {
    return isAlphanumeric(c) || c == '_' || c == '-';
  }

  /** A text with some of it replaced by marks. For one thread. */
  private static final class Cutting {
    private final String text;
    private @Nullable StringBuilder left;
    private int kept;

    Cutting(String text) {
      this.text = text;
    }

    void cut(int start, int end) {
      StringBuilder into = left == null ? new StringBuilder(text.length()) : left;
      into.append(text, kept, start).append(Redactor.MARK);
      kept = end;
      left = into;
    }

    String rest() {
      return left == null ? text : left.append(text, kept, text.length()).toString();
    }
  }
}
