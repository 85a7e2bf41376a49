package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.RequestLog.Reported;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogReport;
import io.keybearer.policy.IpAddress;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Parameters;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.PageRequest;
import io.keybearer.verification.DenialReason;
import io.keybearer.verification.Verification;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The request log: reports in, rows out. */
final class LogRoutes {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final int LONGEST_ENDPOINT = 2_048;
  private static final long PATIENCE_SECONDS = 15;
  private static final Set<String> FILTERS = Pages.parameters(
      "api_key",
      "company",
      "outcome",
      "status",
      "method",
      "endpoint",
      "ip_address",
      "from",
      "until");
  private static final String[] OUTCOMES = outcomes();

  private final Keybearer keybearer;

  LogRoutes(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    Requirement report = Requirement.holding(ReservedPermission.LOGS);
    Requirement read = Requirement.holding(ReservedPermission.READ);
    BodyRule reports = new BodyRule(List.of(BodyRule.JSON, ReportReader.NDJSON), MOST_BYTES);
    return List.of(
        Route.of(HttpMethod.POST, "/v1/logs", report, reports, this::report).withoutCallerRow(),
        Route.get("/v1/logs", read, FILTERS, this::list));
  }

  private Answer report(Call call) {
    List<LogReport> reports = ReportReader.read(call.mediaType(), call.body().getBytes());
    List<Reported> results = written(call, reports);
    List<Integer> rejected = new ArrayList<>();
    List<Integer> dropped = new ArrayList<>();
    List<@Nullable String> ids = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      Reported result = results.get(i);
      if (result.payloadDropped()) {
        dropped.add(i);
      }
      if (result.written()) {
        ids.add(result.id().orElseThrow().toString());
      } else {
        ids.add(null);
        rejected.add(i);
      }
    }
    return Answer.json(200, JsonWriter.object(json -> {
      json.number("accepted", (long) results.size() - rejected.size());
      json.objects("rejected", rejected, LogRoutes::writeRejected);
      json.numbers("payloads_dropped", dropped);
      json.texts("ids", ids);
    }));
  }

  /** Waits until the reports are written: what is acknowledged is kept. */
  private List<Reported> written(Call call, List<LogReport> reports) {
    try {
      return keybearer
          .log()
          .report(call.holder(), reports)
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .join();
    } catch (CompletionException failure) {
      if (failure.getCause() instanceof KeybearerException known) {
        throw known;
      }
      throw new KeybearerException(ProblemCode.STORE_UNAVAILABLE);
    }
  }

  private static void writeRejected(Integer index, JsonWriter json) {
    json.number("index", index.longValue());
    json.text("code", ProblemCode.NOT_FOUND.name());
  }

  private Answer list(Call call) {
    Parameters asked = call.parameters();
    PageRequest page = Pages.asked(call);
    CompanyRef company = asked.read("company", CompanyRef::parse);
    filter(asked, null);
    asked.finish();
    CompanyId id = company == null
        ? null
        : keybearer.administration(call.holder()).companies().get(company).id();
    return Pages.answer(
        keybearer.log().list(call.holder(), filter(asked, id), page), LogJson::write);
  }

  private static LogFilter filter(Parameters asked, @Nullable CompanyId company) {
    StatusRange status = asked.read("status", StatusRange::parse);
    return new LogFilter(
        asked.read("api_key", LogRoutes::keyId),
        company,
        asked.read("outcome", Forms.oneOf(OUTCOMES, outcome -> outcome)),
        status == null ? null : status.from(),
        status == null ? null : status.to(),
        asked.read("method", VerifyRoute::method),
        asked.text("endpoint", 1, LONGEST_ENDPOINT),
        asked.read("ip_address", text -> IpAddress.parse(text).toString()),
        asked.read("from", Forms::instant),
        asked.read("until", Forms::instant));
  }

  static ApiKeyId keyId(String text) {
    return ApiKeyId.parse(text)
        .orElseThrow(() -> new InvalidValueException(
            ProblemCode.WRONG_FORM, "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05"));
  }

  private static String[] outcomes() {
    List<String> names = new ArrayList<>();
    Arrays.stream(DenialReason.values()).map(Enum::name).forEach(names::add);
    names.add(Verification.Accepted.CODE);
    return names.toArray(new String[0]);
  }

  /** One status code, {@code 200}, or all of a hundred, {@code 4xx}. */
  private record StatusRange(int from, int to) {
    static StatusRange parse(String text) {
      if (text.matches("[1-5]\\d\\d")) {
        int code = Integer.parseInt(text);
        return new StatusRange(code, code);
      }
      if (text.matches("[1-5]xx")) {
        int first = (text.charAt(0) - '0') * 100;
        return new StatusRange(first, first + 99);
      }
      throw new InvalidValueException(ProblemCode.WRONG_FORM, "200 or 4xx");
    }
  }
}
