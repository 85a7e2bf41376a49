package io.keybearer.lifecycle;

import io.keybearer.problem.VersionMismatchException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which versions of a thing a caller is willing to change.
 *
 * @param accepted the versions; null = any
 */
public record IfVersion(@Nullable Set<Long> accepted) {
  /** Copies the versions. */
  public IfVersion {
    accepted = accepted == null ? null : Set.copyOf(accepted);
  }

  /** Whatever the version is. */
  public static IfVersion any() {
    return new IfVersion(null);
  }

  /** One version only. */
  public static IfVersion of(long version) {
    return new IfVersion(Set.of(version));
  }

  void check(long version) {
    if (accepted != null && !accepted.contains(version)) {
      throw new VersionMismatchException();
    }
  }
}
