package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.Quota;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.JsonWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What a key can learn about itself, whatever it holds. */
final class SelfRoute implements Handler {
  private final Keybearer keybearer;

  SelfRoute(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    return List.of(Route.get("/v1/self", Requirement.anyKey(), Set.of(), this));
  }

  @Override
  public Answer answer(Call call) {
    ApiKey key = keybearer.administration(call.holder()).keys().get(call.key().id());
    Instant now = keybearer.clock().instant();
    List<LimitStatus> limits = keybearer.verifier().limits(key);
    Set<String> rates = new HashSet<>();
    key.attributes().allLimits().stream().map(NamedLimit::name).forEach(rates::add);
    List<LimitStatus> rateLimits =
        limits.stream().filter(limit -> rates.contains(limit.name())).toList();
    Quota quota = key.attributes().quota();
    long left = limits.stream()
        .filter(limit -> !rates.contains(limit.name()))
        .mapToLong(LimitStatus::remaining)
        .sum();
    return Answer.json(200, JsonWriter.object(json -> {
      json.object("api_key", inner -> KeyJson.write(key, now, inner));
      json.objects("rate_limits", rateLimits, LimitJson::write);
      json.object("quota", quota, (of, inner) -> LimitJson.writeQuota(of, left, now, inner));
    }));
  }
}
