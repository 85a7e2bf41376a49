package io.keybearer.key;

import java.time.Instant;

/**
 * Where a key's record comes from.
 *
 * @param createdAt when it was issued
 * @param createdBy who issued it: {@code key:<prefix>}, {@code application} or {@code bootstrap}
 * @param updatedAt when an administrator last changed it
 * @param version counts administrative changes, from 1; uses do not count
 */
public record Provenance(Instant createdAt, String createdBy, Instant updatedAt, long version) {
  /** The provenance of a key just issued. */
  public static Provenance issued(Instant at, String by) {
    return new Provenance(at, by, at, 1);
  }

  /** The same, one administrative change later. */
  public Provenance changed(Instant at) {
    return new Provenance(createdAt, createdBy, at, version + 1);
  }
}
