package io.keybearer.limit.redis;

import io.keybearer.limit.NamedLimit;
import java.util.List;

/**
 * A counter under certain limits. A counter that is used under other limits too has another name
 * here, and the same keys in Redis.
 */
record CounterName(String counter, List<NamedLimit> limits) {
  CounterName {
    limits = List.copyOf(limits);
  }

  /**
   * The keys of its limits, for example {@code keybearer:limit:{0190b3f2}:default}. What is in braces
   * is what a cluster spreads keys by, so that the limits of one counter lie together.
   */
  String[] keys(String prefix) {
    String tag = counter.replace("%", "%25").replace("{", "%7B").replace("}", "%7D");
    String start = prefix + "{" + (tag.isEmpty() ? "%" : tag) + "}:";
    return limits.stream().map(limit -> start + limit.name()).toArray(String[]::new);
  }

  /** The smallest of the limits. */
  long smallest() {
    return limits.stream().mapToLong(limit -> limit.rate().limit()).min().orElseThrow();
  }
}
