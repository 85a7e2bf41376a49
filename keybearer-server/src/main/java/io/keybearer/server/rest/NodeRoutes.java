package io.keybearer.server.rest;

import io.keybearer.cluster.Membership;
import io.keybearer.cluster.NodeStanding;
import io.keybearer.cluster.Nodes;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.NotFoundException;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.PathTemplate;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The nodes, for the platform; and how far a change has come, for whoever makes changes. */
final class NodeRoutes {
  private static final double MILLIS = 1_000.0;

  private final Membership membership;
  private final Propagations propagations;

  NodeRoutes(Membership membership) {
    this.membership = membership;
    this.propagations = new Propagations(membership);
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/v1/nodes",
            Requirement.platformHolding(ReservedPermission.READ),
            Set.of(),
            this::list),
        new Route(
            HttpMethod.GET,
            PathTemplate.of("/v1/changes/{sequence}"),
            KeyRoutes.KEYS,
            Propagations.PARAMETERS,
            BodyRule.none(),
            Handler.inTime(this::change),
            true));
  }

  private Answer list(Call call) {
    Nodes nodes = membership.read();
    return Answer.json(200, JsonWriter.object(json -> {
      json.number("sequence", nodes.head());
      json.objects("items", nodes.standings(), NodeRoutes::write);
    }));
  }

  private CompletableFuture<Answer> change(Call call) {
    Duration wait = Propagations.asked(call);
    String text = call.segment("sequence");
    long sequence = text.matches("[1-9][0-9]{0,17}") ? Long.parseLong(text) : Long.MAX_VALUE;
    if (sequence > membership.read().head()) {
      throw new NotFoundException();
    }
    return propagations
        .propagation(sequence, wait)
        .thenApply(known ->
            Answer.json(200, JsonWriter.object(json -> Propagations.write(sequence, known, json))));
  }

  private static void write(NodeStanding standing, JsonWriter json) {
    json.printed("id", standing.node().beat().id());
    json.text("name", standing.node().beat().name());
    json.flag("self", standing.self());
    json.text("state", standing.live() ? "live" : "fenced");
    json.number("applied", standing.applied());
    json.number("behind", standing.behind());
    json.decimal("lag_seconds", standing.lag().toMillis() / MILLIS);
    json.text("max_staleness", Forms.text(standing.node().beat().maxStaleness()));
    json.instant("started_at", standing.node().startedAt());
    json.instant("seen_at", standing.node().beatAt());
  }
}
