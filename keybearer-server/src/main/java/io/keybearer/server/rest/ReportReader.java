package io.keybearer.server.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.keybearer.key.ApiKeyId;
import io.keybearer.log.LogId;
import io.keybearer.log.LogReport;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.server.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads reports: a JSON array of them, or one a line. One of a wrong shape fails them all. */
final class ReportReader {
  /** The media type of one JSON text a line. */
  static final String NDJSON = "application/x-ndjson";

  private static final int MOST_REPORTS = 1_000;
  private static final int LONGEST_FIELD = 8_192;
  private static final double MOST_MILLIS = 1_000_000_000;
  private static final int LONGEST_PAYLOAD = 262_144;
  private static final UUID NO_ID = new UUID(0, 0);

  private ReportReader() {}

  static List<LogReport> read(@Nullable String mediaType, byte[] body) {
    List<JsonNode> nodes =
        NDJSON.equals(mediaType) ? StrictJson.readLines(body) : StrictJson.readArray(body);
    if (nodes.size() > MOST_REPORTS) {
      throw InvalidRequestException.at("body", ProblemCode.TOO_MANY, MOST_REPORTS);
    }
    List<LogReport> reports = new ArrayList<>(nodes.size());
    List<FieldProblem> problems = new ArrayList<>();
    for (int i = 0; i < nodes.size(); i++) {
      try {
        ObjectReader report = ObjectReader.of(nodes.get(i), "[" + i + "]");
        reports.add(read(report));
        problems.addAll(report.problems());
      } catch (InvalidRequestException noObject) {
        problems.addAll(noObject.fields());
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return reports;
  }

  private static LogReport read(ObjectReader report) {
    Long status = report.number("status_code", 100, 599).orNull();
    Integer statusCode = status == null ? null : status.intValue();
    Double time = report.decimal("execution_time", 0, MOST_MILLIS).orNull();
    if (report.has("log_id")) {
      report.require("log_id");
      LogId id = report.text("log_id", ReportReader::logId).or(new LogId(NO_ID));
      return new LogReport.OfVerification(
          id, statusCode, payload(report, "request_data"), payload(report, "response_data"), time);
    }
    return ofRequest(report, statusCode, time);
  }

  private static LogReport ofRequest(
      ObjectReader report, @Nullable Integer statusCode, @Nullable Double time) {
    report.require("api_key");
    return new LogReport.OfRequest(
        report.text("api_key", LogFilterReader::keyId).or(new ApiKeyId(NO_ID)),
        field(report, "endpoint", 1),
        report.text("method", VerifyRoute::method).orNull(),
        statusCode,
        report.text("ip_address", IpAddress::parse).orNull(),
        field(report, "user_agent", 0),
        field(report, "referer", 0),
        payload(report, "request_data"),
        payload(report, "response_data"),
        time,
        null,
        report.text("at", Forms::instant).orNull());
  }

  private static @Nullable String payload(ObjectReader report, String name) {
    return report
        .text(name, text -> VerifyRoute.bounded(text, 0, LONGEST_PAYLOAD))
        .orNull();
  }

  private static @Nullable String field(ObjectReader report, String name, int least) {
    return report
        .text(name, text -> VerifyRoute.bounded(text, least, LONGEST_FIELD))
        .orNull();
  }

  static LogId logId(String text) {
    return LogId.parse(text)
        .orElseThrow(() -> new InvalidValueException(
            ProblemCode.WRONG_FORM, "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d04"));
  }
}
