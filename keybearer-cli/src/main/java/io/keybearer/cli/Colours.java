package io.keybearer.cli;

import java.util.Set;

/** Colours for words that say how something stands, on terminals that want them. */
enum Colours {
  /** None. */
  OFF,
  /** ANSI. */
  ON;

  private static final Set<String> GOOD = Set.of("active", "live", "VALID", "yes", "passed");
  private static final Set<String> PASSING = Set.of(
      "disabled",
      "rotated",
      "not_yet_valid",
      "ROTATED",
      "DISABLED",
      "NOT_YET_VALID",
      "shadow_denied",
      "not_evaluated");
  private static final Set<String> NEUTRAL = Set.of("", "-", "not_set");

  private static final String GREEN = "\u001b[32m";
  private static final String RED = "\u001b[31m";
  private static final String YELLOW = "\u001b[33m";
  private static final String BOLD = "\u001b[1m";
  private static final String PLAIN = "\u001b[0m";

  /** Colours a padded word by what it says, with the mark that may stand before it. */
  String state(String padded) {
    String marked = padded.strip();
    String word = marked.substring(marked.indexOf(' ') + 1);
    if (this == OFF || NEUTRAL.contains(word)) {
      return padded;
    }
    String colour = GOOD.contains(word) ? GREEN : PASSING.contains(word) ? YELLOW : RED;
    return colour + padded + PLAIN;
  }

  /** Makes a heading stand out. */
  String heading(String text) {
    return this == OFF ? text : BOLD + text + PLAIN;
  }
}
