package io.keybearer.limit;

import java.util.List;

/** An answer whose statuses are known already. */
record KnownOutcome(boolean accepted, List<LimitStatus> statuses) implements LimitOutcome {
  static final LimitOutcome UNLIMITED = new KnownOutcome(true, List.of());

  KnownOutcome {
    statuses = List.copyOf(statuses);
  }
}
