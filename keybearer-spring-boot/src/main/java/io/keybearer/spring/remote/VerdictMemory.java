package io.keybearer.spring.remote;

import io.keybearer.verification.Verification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Acceptances by what was asked, the least lately given forgotten first. Safe for concurrent use.
 */
final class VerdictMemory {
  /** An acceptance, and when it was asked for. */
  private record Remembered(Verification.Accepted verdict, long askedAt) {}

  private final Map<String, Remembered> verdicts;

  VerdictMemory(int most) {
    verdicts = new LinkedHashMap<>(16, 0.75f, true) {
      private static final long serialVersionUID = 1L;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
        return size() > most;
      }
    };
  }

  /** What was accepted to this question at most so many nanoseconds ago. */
  synchronized Verification.@Nullable Accepted find(String question, long now, long maxAge) {
    Remembered remembered = verdicts.get(question);
    return remembered == null || now - remembered.askedAt >= maxAge ? null : remembered.verdict;
  }

  /** An answer that is older than what is remembered changes nothing. */
  synchronized void remember(String question, Verification.Accepted verdict, long askedAt) {
    Remembered known = verdicts.get(question);
    if (known == null || askedAt - known.askedAt > 0) {
      verdicts.put(question, new Remembered(verdict, askedAt));
    }
  }

  synchronized void forget(String question) {
    verdicts.remove(question);
  }
}
