package io.keybearer.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * The order of every list: by id, descending, compared as the ids' texts compare. ({@link
 * UUID#compareTo} compares signed halves and puts some ids elsewhere.)
 */
final class NewestFirst {
  private static final Comparator<UUID> ORDER = ((Comparator<UUID>)
          (a, b) -> Long.compareUnsigned(a.getMostSignificantBits(), b.getMostSignificantBits()))
      .thenComparing(
          (a, b) -> Long.compareUnsigned(a.getLeastSignificantBits(), b.getLeastSignificantBits()))
      .reversed();

  private NewestFirst() {}

  static <T> NavigableMap<UUID, T> map() {
    return new TreeMap<>(ORDER);
  }

  /** Cuts a page out of a map made here. */
  static <T> Page<T> page(NavigableMap<UUID, T> map, PageRequest request, Predicate<T> wanted) {
    Cursor after = request.after();
    List<T> items = new ArrayList<>();
    UUID last = null;
    for (var entry : (after == null ? map : map.tailMap(after.id(), false)).entrySet()) {
      if (!wanted.test(entry.getValue())) {
        continue;
      }
      if (last != null && items.size() == request.size()) {
        return new Page<>(items, new Cursor(last));
      }
      items.add(entry.getValue());
      last = entry.getKey();
    }
    return new Page<>(items, null);
  }
}
