package io.keybearer.problem;

import java.util.List;
import java.util.Locale;

/**
 * The stable name of something that can go wrong. Core's are {@link ProblemCode}; an edge adds those
 * that only it can meet, such as a malformed body.
 */
public interface Problem {
  /** The name: upper case with underscores; never changes once published. */
  String name();

  /** What the caller can do about it. */
  ProblemKind kind();

  /**
   * Says the problem in words.
   *
   * @param locale the reader's language; English where we do not have it
   * @param arguments what fills {@code {0}}, {@code {1}} … of the text, in order
   */
  String text(Locale locale, List<String> arguments);
}
