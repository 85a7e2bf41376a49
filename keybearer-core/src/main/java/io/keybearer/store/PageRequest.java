package io.keybearer.store;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is wanted.
 *
 * @param size how many items at most, 1–200
 * @param after where the page before ended; null = from the beginning
 */
public record PageRequest(int size, @Nullable Cursor after) {
  /** The most items that a page holds. */
  public static final int MOST = 200;

  /** Checks the size. */
  public PageRequest {
    if (size < 1 || size > MOST) {
      throw new IllegalArgumentException("expected a size from 1 to " + MOST);
    }
  }

  /** The first page. */
  public static PageRequest first(int size) {
    return new PageRequest(size, null);
  }
}
