package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.Usage;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Parameters;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.PageRequest;
import io.keybearer.usage.UsageDimension;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How much keys are used, and which are not. */
final class UsageRoutes {
  private static final Requirement READ = Requirement.holding(ReservedPermission.READ);
  private static final int MOST_ROWS = 10_000;
  private static final int ORDINARY_ROWS = 1_000;
  private static final int MOST_DAYS = 3_650;
  private static final int ORDINARY_DAYS = 30;
  private static final int LAST_DAYS = 30;
  private static final Function<String, UsageDimension> DIMENSION =
      Forms.oneOf(UsageDimension.values(), UsageDimension::wireName);

  private final Keybearer keybearer;

  UsageRoutes(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/v1/usage",
            READ,
            Set.of(
                "group_by",
                "granularity",
                "from",
                "until",
                "api_key",
                "company",
                "order",
                "latency",
                "limit"),
            this::count),
        Route.get("/v1/usage/unused", READ, Pages.parameters("days", "company"), this::unused),
        Route.get("/v1/keys/{id}/usage", READ, Set.of(), this::ofKey));
  }

  private Answer count(Call call) {
    Parameters asked = call.parameters();
    CompanyRef company = asked.read("company", CompanyRef::parse);
    Set<UsageDimension> groupBy = asked.read("group_by", UsageRoutes::dimensions);
    UsageGrain grain =
        asked.read("granularity", Forms.oneOf(UsageGrain.values(), UsageGrain::wireName));
    UsageQuery.Order order =
        asked.read("order", Forms.oneOf(UsageQuery.Order.values(), UsageRoutes::wireName));
    Boolean latency = asked.read("latency", LogFilterReader::truth);
    Integer limit = asked.number("limit", 1, MOST_ROWS);
    ApiKeyId key = asked.read("api_key", LogFilterReader::keyId);
    Instant from = asked.read("from", Forms::instant);
    Instant until = asked.read("until", Forms::instant);
    asked.finish();
    CompanyId ofCompany =
        company == null ? null : LogFilterReader.id(keybearer, call.holder(), company);
    Instant end = until == null ? today().plus(Duration.ofDays(1)) : until;
    Usage.Question question = new Usage.Question(
        grain,
        from == null ? begin(grain, end) : from,
        end,
        groupBy == null ? Set.of() : groupBy,
        ofCompany,
        key,
        order == null ? UsageQuery.Order.TIME : order,
        latency == null || latency,
        Objects.requireNonNullElse(limit, ORDINARY_ROWS));
    Usage.Counted counted = keybearer.usage().count(call.holder(), question);
    return Answer.json(200, JsonWriter.object(json -> UsageJson.write(counted, json)));
  }

  /** The last thirty days; by the minute the last hour, by the hour the last day. */
  private Instant begin(@Nullable UsageGrain grain, Instant end) {
    Instant now = keybearer.clock().instant();
    Instant last = end.isAfter(now) ? now : end;
    if (grain == UsageGrain.MINUTE) {
      return last.minus(Duration.ofHours(1));
    }
    if (grain == UsageGrain.HOUR) {
      return last.minus(Duration.ofDays(1));
    }
    return end.minus(Duration.ofDays(LAST_DAYS));
  }

  private Instant today() {
    long minute = UsageGrain.minuteOf(keybearer.clock().instant());
    return UsageGrain.instantOf(UsageGrain.DAY.startOf(minute));
  }

  private Answer unused(Call call) {
    PageRequest page = Pages.asked(call);
    Integer days = call.parameters().number("days", 1, MOST_DAYS);
    CompanyRef company = call.parameters().read("company", CompanyRef::parse);
    call.parameters().finish();
    CompanyId ofCompany =
        company == null ? null : LogFilterReader.id(keybearer, call.holder(), company);
    Instant now = keybearer.clock().instant();
    return Pages.answer(
        keybearer
            .usage()
            .unused(
                call.holder(), ofCompany, Objects.requireNonNullElse(days, ORDINARY_DAYS), page),
        (key, json) -> UsageJson.writeUnused(key, now, json));
  }

  private Answer ofKey(Call call) {
    ApiKeyId id = ApiKeyId.parse(call.segment("id")).orElseThrow(NotFoundException::new);
    Usage.OfKey usage = keybearer.usage().ofKey(call.holder(), id);
    return Answer.json(200, JsonWriter.object(json -> UsageJson.write(usage, json)));
  }

  private static Set<UsageDimension> dimensions(String text) {
    Set<UsageDimension> dimensions = EnumSet.noneOf(UsageDimension.class);
    for (String name : text.split(",", -1)) {
      if (!dimensions.add(DIMENSION.apply(name))) {
        throw new InvalidValueException(ProblemCode.DUPLICATE);
      }
    }
    return dimensions;
  }

  private static String wireName(UsageQuery.Order order) {
    return order.name().toLowerCase(java.util.Locale.ROOT);
  }
}
