package io.keybearer.store.jdbc;

import io.keybearer.store.Node;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import io.keybearer.store.NodeReading;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads and writes the nodes. */
final class Nodes {
  private static final String BEAT = """
      INSERT INTO keybearer_node (id, name, started_at, max_staleness, epoch, applied, beat_at)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (id) DO UPDATE
      SET name = excluded.name, max_staleness = excluded.max_staleness, epoch = excluded.epoch,
        applied = excluded.applied, beat_at = excluded.beat_at
      """;

  private static final String REMOVE = "DELETE FROM keybearer_node WHERE id = ?";

  private static final String DROP = "DELETE FROM keybearer_node WHERE beat_at < ?";

  // One statement, so that the head and the nodes are of one moment.
  private static final String READ = """
      SELECT f.epoch AS feed_epoch, f.sequence AS head, n.id, n.name, n.started_at,
        n.max_staleness, n.epoch, n.applied, n.beat_at, c.at AS waiting_since
      FROM keybearer_feed f
      LEFT JOIN keybearer_node n ON TRUE
      LEFT JOIN keybearer_change c ON c.sequence = n.applied + 1 AND n.epoch = f.epoch
      WHERE f.id = 1
      ORDER BY n.id
      """;

  private Nodes() {}

  static int beat(Session session, NodeBeat beat) throws SQLException {
    Instant now = session.dialect().storeTime(session);
    return session.update(
        BEAT,
        p -> p.uuid(beat.id().value())
            .text(beat.name())
            .instant(now)
            .number(beat.maxStaleness().toMillis())
            .uuid(beat.epoch())
            .number(beat.applied())
            .instant(now));
  }

  static int remove(Session session, NodeId id) throws SQLException {
    return session.update(REMOVE, p -> p.uuid(id.value()));
  }

  static int drop(Session session, Instant before) throws SQLException {
    return session.update(DROP, p -> p.bound(before));
  }

  static NodeReading read(Session session) throws SQLException {
    Instant storeTime = session.dialect().storeTime(session);
    List<Seen> rows = session.list(READ, p -> {}, Nodes::seen);
    if (rows.isEmpty()) {
      throw new SQLException("expected the feed's counter");
    }
    List<Node> nodes = rows.stream().map(Seen::node).filter(Objects::nonNull).toList();
    return new NodeReading(rows.get(0).epoch, rows.get(0).head, nodes, storeTime);
  }

  private static Seen seen(Row row) throws SQLException {
    UUID id = row.uuidOrNull("id");
    return new Seen(
        row.uuid("feed_epoch"), row.number("head"), id == null ? null : node(new NodeId(id), row));
  }

  private static Node node(NodeId id, Row row) throws SQLException {
    NodeBeat beat = new NodeBeat(
        id,
        row.text("name"),
        Duration.ofMillis(row.number("max_staleness")),
        row.uuid("epoch"),
        row.number("applied"));
    return new Node(
        beat,
        row.instant("started_at"),
        row.instant("beat_at"),
        row.instantOrNull("waiting_since"));
  }

  private record Seen(UUID epoch, long head, @Nullable Node node) {}
}
