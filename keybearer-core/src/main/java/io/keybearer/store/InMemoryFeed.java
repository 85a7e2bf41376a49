package io.keybearer.store;

import io.keybearer.key.CompanyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The change feed in memory. Not safe by itself: whoever holds it locks. */
final class InMemoryFeed {
  // A name that must be new, and protects nothing.
  private final UUID epoch = UUID.randomUUID();
  private final List<Row> rows = new ArrayList<>();
  private long head;

  /** Gives numbers to what a transaction touched, and adds it. */
  List<Change> add(List<Touched> touched, Instant at) {
    List<Change> changes = new ArrayList<>(touched.size());
    for (Touched thing : touched) {
      head++;
      Change change = new Change(head, thing.company, thing.lookup);
      changes.add(change);
      rows.add(new Row(change, at));
    }
    return changes;
  }

  FeedReading read(long after, int most, Instant now) {
    List<Change> changes = new ArrayList<>();
    for (int i = firstAfter(after); i < rows.size() && changes.size() < most; i++) {
      changes.add(rows.get(i).change);
    }
    return new FeedReading(epoch, head, changes, now);
  }

  /** When the change of this number was committed; null when it was not, or is trimmed. */
  @Nullable
  Instant committedAt(long number) {
    int index = firstAfter(number - 1);
    if (index == rows.size() || rows.get(index).change.sequence() != number) {
      return null;
    }
    return rows.get(index).at;
  }

  int trim(Instant before) {
    int held = rows.size();
    rows.removeIf(row -> row.at.isBefore(before));
    return held - rows.size();
  }

  private int firstAfter(long number) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.get(middle).change.sequence() <= number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** What a write concerns, before it has a number. */
  record Touched(CompanyId company, @Nullable String lookup) {}

  private record Row(Change change, Instant at) {}
}
