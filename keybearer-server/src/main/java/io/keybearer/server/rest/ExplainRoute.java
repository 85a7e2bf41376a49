package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Scope;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogId;
import io.keybearer.policy.IpAddress;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.verification.Explanation;
import io.keybearer.verification.Question;
import io.keybearer.verification.VerificationRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a key may be used for something, or may not: every rule, touching nothing. */
final class ExplainRoute implements Handler {
  private final Keybearer keybearer;

  ExplainRoute(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    Requirement read = Requirement.holding(ReservedPermission.READ);
    return List.of(Route.of(HttpMethod.POST, "/v1/keys/{id}/explain", read, BodyRule.json(), this));
  }

  /** What the body says; with a row, nothing that the row says. */
  private record Asked(
      @Nullable LogId row,
      @Nullable String ip,
      @Nullable String referer,
      @Nullable String origin,
      @Nullable String method,
      @Nullable String endpoint,
      @Nullable Scope scope,
      List<String> permissions,
      long cost,
      @Nullable Instant at) {}

  @Override
  public Answer answer(Call call) {
    ApiKeyId id = KeyRoutes.named(call);
    Asked asked = read(Bodies.objectOrNothing(call));
    ApiKeyLog row = asked.row() == null ? null : row(call.holder(), id, asked.row());
    Explanation explanation =
        keybearer.explainer().explain(call.holder(), id, question(asked, row));
    Locale locale = call.locale();
    return Answer.json(
            200, JsonWriter.object(json -> ExplanationJson.write(explanation, row, locale, json)))
        .with("Content-Language", locale.getLanguage());
  }

  private static Asked read(ObjectReader body) {
    Asked asked = new Asked(
        body.text("log_id", ReportReader::logId).orNull(),
        body.text("ip", ExplainRoute::address).orNull(),
        VerifyRoute.field(body, "referer", 0),
        VerifyRoute.field(body, "origin", 0),
        body.text("method", VerifyRoute::method).orNull(),
        VerifyRoute.field(body, "endpoint", 1),
        body.text("scope", Forms.oneOf(Scope.values(), Scope::wireName)).orNull(),
        VerifyRoute.permissions(body),
        body.number("cost", 0, VerifyRoute.MOST_COST).or(1L),
        body.text("at", Forms::instant).orNull());
    if (asked.row() != null) {
      refuse(body, "ip", asked.ip());
      refuse(body, "referer", asked.referer());
      refuse(body, "origin", asked.origin());
      refuse(body, "method", asked.method());
      refuse(body, "endpoint", asked.endpoint());
    }
    body.finish();
    return asked;
  }

  private static void refuse(ObjectReader body, String name, @Nullable String value) {
    if (value != null) {
      body.note(name, ProblemCode.NOT_ALLOWED, "log_id is there");
    }
  }

  /** An address as it was written, so that it can be said how it was read. */
  private static String address(String text) {
    IpAddress.parse(text);
    return text;
  }

  /** A row within reach; one of another key is none of this key's. */
  private ApiKeyLog row(Caller caller, ApiKeyId key, LogId id) {
    ApiKeyLog row = keybearer.log().get(caller, id);
    if (!row.apiKey().equals(key)) {
      throw new NotFoundException();
    }
    return row;
  }

  private static Question question(Asked asked, @Nullable ApiKeyLog row) {
    VerificationRequest.Builder request = row == null
        ? VerificationRequest.withoutKey()
            .referer(asked.referer())
            .origin(asked.origin())
            .method(asked.method())
            .endpoint(asked.endpoint())
        : VerificationRequest.ofRow(row);
    request.scope(asked.scope()).permissions(asked.permissions()).cost(asked.cost());
    Question question =
        row == null ? Question.about(request, asked.ip()) : Question.about(request.build());
    return question.at(asked.at());
  }
}
