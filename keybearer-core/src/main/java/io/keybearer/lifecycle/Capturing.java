package io.keybearer.lifecycle;

import io.keybearer.key.Capture;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What somebody asks to be captured, checked. */
record Capturing(Duration length, boolean request, boolean response) {
  Capturing {
    if (length.isNegative() || length.compareTo(Capture.LONGEST) > 0) {
      throw InvalidRequestException.at("duration", ProblemCode.OUT_OF_RANGE, "PT0S", "P7D");
    }
  }

  /** What holds from an instant on; null = nothing. */
  @Nullable
  Capture from(Instant now) {
    Instant until = Instant.ofEpochMilli(now.plus(length).toEpochMilli());
    return length.isZero() || (!request && !response)
        ? null
        : new Capture(request, response, until);
  }
}
