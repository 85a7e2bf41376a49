package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.RequestLog.Reported;
import io.keybearer.log.LogFilter;
import io.keybearer.log.LogReport;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.store.PageRequest;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The request log: reports in, rows out. */
final class LogRoutes {
  private static final int MOST_BYTES = 1024 * 1024;
  private static final long PATIENCE_SECONDS = 15;
  private static final Set<String> FILTERS = Pages.parameters(LogFilterReader.PARAMETERS);

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
    PageRequest page = Pages.asked(call);
    LogFilter filter = LogFilterReader.read(keybearer, call);
    return Pages.answer(keybearer.log().list(call.holder(), filter, page), LogJson::write);
  }
}
