package io.keybearer.store;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's order; at most as many as were asked for
 * @param next where the next page begins; null at the end of the list
 */
public record Page<T>(List<T> items, @Nullable Cursor next) {
  /** Copies the items. */
  public Page {
    items = List.copyOf(items);
  }

  /**
   * Cuts a page out of one row more than was asked for, which says whether there is another page.
   *
   * @param rows at most {@code size + 1}
   */
  public static <T> Page<T> cut(List<T> rows, int size, Function<T, Cursor> cursor) {
    if (rows.size() <= size) {
      return new Page<>(rows, null);
    }
    List<T> items = rows.subList(0, size);
    return new Page<>(items, cursor.apply(items.get(size - 1)));
  }
}
