package io.keybearer.store;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The nodes in memory. Not safe by itself: whoever holds it locks. */
final class InMemoryNodes {
  private record Row(NodeBeat beat, Instant startedAt, Instant beatAt) {}

  private final Map<UUID, Row> rows = new TreeMap<>(Comparator.comparing(UUID::toString));

  /** Notes a beat, and says how many nodes there are. */
  int note(NodeBeat beat, Instant now) {
    Row before = rows.get(beat.id().value());
    Instant startedAt = before == null ? now : before.startedAt;
    rows.put(beat.id().value(), new Row(beat, startedAt, now));
    return rows.size();
  }

  boolean remove(NodeId id) {
    return rows.remove(id.value()) != null;
  }

  int dropSilentSince(Instant before) {
    int held = rows.size();
    rows.values().removeIf(row -> row.beatAt.isBefore(before));
    return held - rows.size();
  }

  NodeReading read(InMemoryFeed feed, Instant now) {
    FeedReading head = feed.read(Long.MAX_VALUE, 0, now);
    List<Node> nodes = rows.values().stream()
        .map(row -> new Node(
            row.beat, row.startedAt, row.beatAt, waitingSince(row.beat, head.epoch(), feed)))
        .toList();
    return new NodeReading(head.epoch(), head.head(), nodes, now);
  }

  private static @Nullable Instant waitingSince(NodeBeat beat, UUID epoch, InMemoryFeed feed) {
    return beat.epoch().equals(epoch) ? feed.committedAt(beat.applied() + 1) : null;
  }
}
