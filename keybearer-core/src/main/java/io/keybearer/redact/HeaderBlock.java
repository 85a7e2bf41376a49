package io.keybearer.redact;

/** Finds the header fields in front of a body, as HTTP writes them. */
final class HeaderBlock {
  private HeaderBlock() {}

  /**
   * Where the body begins, after the empty line; 0 when the text does not begin with fields, or with
   * those of one part of a form.
   */
  static int end(String text) {
    int at = 0;
    while (at < text.length()) {
      int line = text.indexOf('\n', at);
      if (line < 0) {
        return 0;
      }
      int end = line > at && text.charAt(line - 1) == '\r' ? line - 1 : line;
      if (end == at) {
        boolean part = text.substring(0, at).contains("form-data");
        return at == 0 || part ? 0 : line + 1;
      }
      if (!isField(text, at, end)) {
        return 0;
      }
      at = line + 1;
    }
    return 0;
  }

  private static boolean isField(String text, int start, int end) {
    if (text.charAt(start) == ' ' || text.charAt(start) == '\t') {
      return start > 0;
    }
    int at = start;
    while (at < end && (SecretShapes.isAlphanumeric(text.charAt(at)) || text.charAt(at) == '-')) {
      at++;
    }
    return at > start && at < end && text.charAt(at) == ':';
  }
}
