package io.keybearer.redact;

/**
 * A payload and how much it was before anything was cut off.
 *
 * @param kept what is there
 * @param whole bytes of UTF-8 of the whole, as the mark at its end says; 0 = nothing was cut off
 */
record Cut(String kept, int whole) {
  private static final String BEGINNING = "…[cut, ";
  private static final String END = " bytes]";
  private static final int LONGEST_MARK = 32;

  /** Reads the mark of an earlier cut, and cuts what is longer than so many characters. */
  static Cut of(String text, int most) {
    int mark = text.lastIndexOf(BEGINNING);
    int whole = 0;
    String kept = text;
    if (mark >= 0 && text.length() - mark < LONGEST_MARK && text.endsWith(END)) {
      whole = number(text.substring(mark + BEGINNING.length(), text.length() - END.length()));
      kept = whole > 0 ? text.substring(0, mark) : text;
    }
    if (kept.length() <= most) {
      return new Cut(kept, whole);
    }
    return new Cut(
        kept.substring(0, atCharacter(kept, most)), Math.max(whole, Redactor.bytes(text)));
  }

  Cut with(String other) {
    return new Cut(other, whole);
  }

  /** The text, cut to so many bytes of UTF-8, its mark included. */
  String toMost(int mostBytes) {
    if (whole == 0 && (kept.length() * 3L <= mostBytes || Redactor.bytes(kept) <= mostBytes)) {
      return kept;
    }
    String mark = BEGINNING + (whole == 0 ? Redactor.bytes(kept) : whole) + END;
    int room = mostBytes - Redactor.bytes(mark);
    int end = 0;
    int used = 0;
    while (end < kept.length()) {
      int c = kept.codePointAt(end);
      int size = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (used + size > room) {
        break;
      }
      used += size;
      end += Character.charCount(c);
    }
    return kept.substring(0, end < kept.length() ? beforeMark(kept, end) : end) + mark;
  }

  /** The place, or the beginning of the mark that it would cut in two, with its quotes. */
  private static int beforeMark(String text, int end) {
    int mark = text.lastIndexOf(Redactor.MARK, end);
    if (mark < 0 || mark + Redactor.MARK.length() + 1 < end) {
      return end;
    }
    int start = mark;
    while (start > 0 && "\"\\'".indexOf(text.charAt(start - 1)) >= 0) {
      start--;
    }
    return start;
  }

  private static int atCharacter(String text, int end) {
    return Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end;
  }

  private static int number(String text) {
    try {
      return text.length() > 9 ? 0 : Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException none) {
      return 0;
    }
  }

  /** A text that every store can hold: without control characters and unpaired surrogates. */
  static String fit(String text) {
    StringBuilder fit = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean paired = Character.isHighSurrogate(c)
          ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
          : Character.isLowSurrogate(c) && i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
      boolean unfit = Character.isSurrogate(c)
          ? !paired
          : Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t';
      if (unfit) {
        fit = fit == null ? new StringBuilder(text) : fit;
        fit.setCharAt(i, '\uFFFD');
      }
    }
    return fit == null ? text : fit.toString();
  }
}
