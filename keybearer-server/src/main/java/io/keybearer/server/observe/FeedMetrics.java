package io.keybearer.server.observe;

import io.keybearer.Keybearer;
import io.keybearer.cluster.ChangeFollower;
import io.keybearer.cluster.FeedPosition;
import io.keybearer.cluster.Membership;
import io.keybearer.cluster.NodeStanding;
import io.keybearer.cluster.Nodes;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How this node follows the changes, and how far it sees the others. Safe for concurrent use. */
final class FeedMetrics {
  private static final double MILLIS = 1_000.0;

  private final Membership membership;
  private final MultiGauge lags;
  private final MultiGauge behinds;

  FeedMetrics(Keybearer keybearer, MeterRegistry registry) {
    membership = keybearer.membership();
    lags = MultiGauge.builder("keybearer.node.lag")
        .description("How long the first change has been committed that a node has not applied")
        .baseUnit("seconds")
        .register(registry);
    behinds = MultiGauge.builder("keybearer.node.behind")
        .description("How many changes a node has not applied")
        .register(registry);
    nodes("live", Nodes::live, registry);
    nodes("fenced", Nodes::fenced, registry);
    ChangeFollower follower = keybearer.verifier().follower();
    Gauge.builder("keybearer.feed.age", follower, FeedMetrics::age)
        .description("How long ago this node last began to read the feed successfully")
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("keybearer.feed.applied", follower, FeedMetrics::applied)
        .description("The number of the last change that this node has applied")
        .register(registry);
    Gauge.builder("keybearer.feed.channel.up", keybearer, of -> of.hearsAtOnce() ? 1 : 0)
        .description("0 while the channel of notifications is cut, and changes come by polling")
        .register(registry);
  }

  /** Renews what is told of each node. */
  void lookAtNodes() {
    List<NodeStanding> standings = membership.seen().map(Nodes::standings).orElse(List.of());
    lags.register(rows(standings, standing -> seconds(standing.lag())), true);
    behinds.register(rows(standings, NodeStanding::behind), true);
  }

  private void nodes(String state, ToDoubleFunction<Nodes> count, MeterRegistry registry) {
    Gauge.builder(
            "keybearer.nodes",
            membership,
            of -> of.seen().map(count::applyAsDouble).orElse(0.0))
        .description("Nodes that share the database, as this one sees them")
        .tag("state", state)
        .register(registry);
  }

  private static List<Row<?>> rows(
      List<NodeStanding> standings, ToDoubleFunction<NodeStanding> value) {
    return standings.stream()
        .<Row<?>>map(standing -> Row.of(
            Tags.of(
                "node", standing.node().beat().id().toString(),
                "name", standing.node().beat().name(),
                "self", Boolean.toString(standing.self())),
            value.applyAsDouble(standing)))
        .toList();
  }

  private static double age(ChangeFollower follower) {
    return follower.age().map(FeedMetrics::seconds).orElse(Double.NaN);
  }

  private static double applied(ChangeFollower follower) {
    return follower.position().map(FeedPosition::applied).orElse(0L);
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS;
  }
}
