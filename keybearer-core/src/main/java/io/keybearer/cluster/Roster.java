package io.keybearer.cluster;

import io.keybearer.store.Node;
import io.keybearer.store.NodeId;
import io.keybearer.store.NodeReading;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells nodes that live from nodes that are fenced. Safe for concurrent use.
 *
 * <p>How long a node has been silent is measured with this process's own monotonic clock from one
 * look to the next, and the store's wall clock only says when between two looks a beat came. So
 * nobody is taken for silent because that clock was set forward, and nobody for live because it was
 * set back. What was there at the first look is judged by the store's clock until it beats again.
 */
final class Roster {
  private static final Duration LONGEST = Duration.ofDays(1);

  /**
   * A node as seen at the last look.
   *
   * @param beatAt its latest beat, by the store's clock
   * @param beatNanos when that was, by this process's own
   * @param lookedNanos when it was looked at
   */
  private record Sighting(Instant beatAt, long beatNanos, long lookedNanos) {
    static Sighting first(Instant beat, Duration age, long now) {
      return new Sighting(beat, now - within(age, LONGEST), now);
    }

    Sighting next(Instant beat, Duration age, long now) {
      Duration sinceLook = Duration.ofNanos(now - lookedNanos);
      return new Sighting(
          beat, beat.equals(beatAt) ? beatNanos : now - within(age, sinceLook), now);
    }

    private static long within(Duration age, Duration longest) {
      if (age.isNegative() || longest.isNegative()) {
        return 0;
      }
      return (age.compareTo(longest) < 0 ? age : longest).toNanos();
    }
  }

  private final NodeId self;
  private final Map<NodeId, Sighting> sightings = new HashMap<>();

  Roster(NodeId self) {
    this.self = self;
  }

  /**
   * Judges a reading.
   *
   * @param asked when it began, by this process's monotonic clock
   * @param own how far this node itself has come; null before it has read anything
   */
  synchronized Nodes judge(NodeReading reading, long asked, @Nullable FeedPosition own) {
    sightings
        .keySet()
        .removeIf(
            id -> reading.nodes().stream().noneMatch(node -> node.beat().id().equals(id)));
    List<NodeStanding> standings = reading.nodes().stream()
        .map(node -> standing(node, reading, asked, own))
        .toList();
    return new Nodes(reading.epoch(), reading.head(), standings);
  }

  private NodeStanding standing(
      Node node, NodeReading reading, long asked, @Nullable FeedPosition own) {
    boolean isSelf = node.beat().id().equals(self);
    boolean live = !isSilent(node, reading.storeTime(), asked) || isSelf;
    FeedPosition noted = new FeedPosition(node.beat().epoch(), node.beat().applied());
    FeedPosition position = isSelf && own != null ? own : noted;
    long applied = position.epoch().equals(reading.epoch()) ? position.applied() : 0;
    long behind = Math.max(reading.head() - applied, 0);
    return new NodeStanding(
        node, isSelf, live, applied, behind, behind == 0 ? Duration.ZERO : lag(node, reading));
  }

  private static Duration lag(Node node, NodeReading reading) {
    Instant since = node.waitingSince() == null ? node.beatAt() : node.waitingSince();
    Duration lag = Duration.between(since, reading.storeTime());
    return lag.isNegative() ? Duration.ZERO : lag;
  }

  private boolean isSilent(Node node, Instant storeTime, long now) {
    Duration age = Duration.between(node.beatAt(), storeTime);
    Sighting sighting = Objects.requireNonNull(sightings.compute(
        node.beat().id(),
        (id, before) -> before == null
            ? Sighting.first(node.beatAt(), age, now)
            : before.next(node.beatAt(), age, now)));
    Duration longest = new Pace(node.beat().maxStaleness()).longestSilence();
    return now - sighting.beatNanos > longest.toNanos();
  }
}
