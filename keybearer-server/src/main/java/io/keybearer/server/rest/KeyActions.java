package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.lifecycle.Keys;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** What ends, renews or switches a key. */
final class KeyActions {
  private static final long MOST_DAYS = 36_500;

  private final Keybearer keybearer;
  private final Writes writes;
  private final Propagations propagations;

  KeyActions(Keybearer keybearer, Writes writes) {
    this.keybearer = keybearer;
    this.writes = writes;
    this.propagations = new Propagations(keybearer.membership());
  }

  List<Route> routes() {
    return List.of(
        action("revoke", Handler.inTime(this::revoke)).withParameters(Propagations.PARAMETERS),
        action("extend", this::extend),
        action("rotate", this::rotate),
        action("capture", this::capture),
        action("disable", this::disable),
        action("enable", this::enable));
  }

  private static Route action(String name, Handler handler) {
    return Route.of(
        HttpMethod.POST, "/v1/keys/{id}/" + name, KeyRoutes.KEYS, BodyRule.json(), handler);
  }

  private CompletableFuture<Answer> revoke(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    Duration wait = Propagations.asked(call);
    ObjectReader body = Bodies.objectOrNothing(call);
    Member<String> reason = body.text("reason");
    body.finish();
    Writes.Done done = writes.done(
        call,
        administration -> KeyRoutes.written(
            administration.keys().revoke(id, call.ifVersion(), reason.orNull()),
            keybearer.clock().instant()));
    return propagations.told(done, wait);
  }

  private Answer extend(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    ObjectReader body = Bodies.object(call);
    Member<Long> days = body.number("days", 1, MOST_DAYS);
    Member<Duration> duration = body.text("duration", Forms::duration);
    boolean both = body.has("days") && body.has("duration");
    if (both) {
      body.note("duration", ProblemCode.NOT_ALLOWED, "days is there");
    } else if (!body.has("days")) {
      body.require("duration");
    } else {
      body.require("days");
    }
    body.finish();
    Duration longer = duration.or(Duration.ofDays(days.or(0L)));
    return change(call, keys -> keys.extendExpiry(id, call.ifVersion(), longer));
  }

  private Answer rotate(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    ObjectReader body = Bodies.objectOrNothing(call);
    Member<Duration> grace = body.text("grace", Forms::duration);
    body.finish();
    return writes.answer(
        call,
        administration -> KeyRoutes.issued(
            administration.keys().rotate(id, call.ifVersion(), grace.or(Duration.ZERO)),
            keybearer.clock().instant()));
  }

  private Answer capture(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    CaptureJson.Asked asked = CaptureJson.read(call);
    return change(
        call,
        keys ->
            keys.capture(id, call.ifVersion(), asked.length(), asked.request(), asked.response()));
  }

  private Answer disable(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    Bodies.objectOrNothing(call).finish();
    return change(call, keys -> keys.disable(id, call.ifVersion()));
  }

  private Answer enable(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    Bodies.objectOrNothing(call).finish();
    return change(call, keys -> keys.enable(id, call.ifVersion()));
  }

  private Answer change(Call call, Function<Keys, ApiKey> change) {
    return writes.answer(
        call,
        administration -> KeyRoutes.written(
            change.apply(administration.keys()), keybearer.clock().instant()));
  }
}
