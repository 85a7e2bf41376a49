package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.log.LogFilter;
import io.keybearer.policy.AddressRange;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Parameters;
import io.keybearer.server.json.Forms;
import io.keybearer.verification.DenialReason;
import io.keybearer.verification.Verification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads which rows of the log are wanted: the same parameters wherever rows are told. */
final class LogFilterReader {
  /** The names of the parameters. */
  static final String[] PARAMETERS = {
    "api_key",
    "prefix",
    "company",
    "outcome",
    "status",
    "method",
    "endpoint",
    "ip_address",
    "user_agent",
    "referer",
    "min_execution_time",
    "caller",
    "completed",
    "from",
    "until"
  };

  private static final int LONGEST_ENDPOINT = 2_048;
  private static final int LONGEST_PART = 512;
  private static final Pattern MILLISECONDS = Pattern.compile("\\d{1,10}(\\.\\d{1,6})?");
  private static final Function<String, String> OUTCOME =
      Forms.oneOf(outcomes(), outcome -> outcome);

  private LogFilterReader() {}

  /**
   * Reads the filter, and ends the reading of the call's parameters.
   *
   * @throws InvalidRequestException naming all that is wrong
   * @throws io.keybearer.problem.NotFoundException when the company is not within reach
   */
  static LogFilter read(Keybearer keybearer, Call call) {
    Parameters asked = call.parameters();
    CompanyRef company = asked.read("company", CompanyRef::parse);
    LogFilter.Draft filter = draft(asked);
    asked.finish();
    return filter
        .company(company == null ? null : id(keybearer, call.holder(), company))
        .build();
  }

  /**
   * The id of a company within reach.
   *
   * @throws io.keybearer.problem.NotFoundException when there is none
   */
  static CompanyId id(Keybearer keybearer, Caller caller, CompanyRef company) {
    return keybearer.administration(caller).companies().get(company).id();
  }

  private static LogFilter.Draft draft(Parameters asked) {
    StatusRange status = asked.read("status", StatusRange::parse);
    Set<String> outcomes = asked.read("outcome", LogFilterReader::outcomes);
    Instant from = asked.read("from", Forms::instant);
    return LogFilter.where()
        .apiKey(asked.read("api_key", LogFilterReader::keyId))
        .prefix(asked.read("prefix", KeyRoutes::prefix))
        .outcomes(outcomes == null ? Set.of() : outcomes)
        .status(status == null ? null : status.from(), status == null ? null : status.to())
        .method(asked.read("method", VerifyRoute::method))
        .endpoint(asked.text("endpoint", 1, LONGEST_ENDPOINT))
        .addresses(asked.read("ip_address", AddressRange::parse))
        .userAgent(asked.text("user_agent", 1, LONGEST_PART))
        .referer(asked.text("referer", 1, LONGEST_PART))
        .leastMillis(asked.read("min_execution_time", LogFilterReader::milliseconds))
        .caller(asked.read("caller", LogFilterReader::keyId))
        .completed(asked.read("completed", LogFilterReader::truth))
        .between(from, asked.read("until", text -> after(from, Forms.instant(text))));
  }

  private static Instant after(@Nullable Instant from, Instant until) {
    if (from != null && !until.isAfter(from)) {
      throw new InvalidValueException(ProblemCode.NOT_AFTER, from);
    }
    return until;
  }

  static ApiKeyId keyId(String text) {
    return ApiKeyId.parse(text)
        .orElseThrow(() -> new InvalidValueException(
            ProblemCode.WRONG_FORM, "0190b3f2-7c11-7d3e-9a55-0f6a3c2b1d05"));
  }

  /** True or false. */
  static boolean truth(String text) {
    return Forms.oneOf(new Boolean[] {true, false}, String::valueOf).apply(text);
  }

  private static double milliseconds(String text) {
    if (!MILLISECONDS.matcher(text).matches()) {
      throw new InvalidValueException(ProblemCode.WRONG_FORM, "250 or 0.5");
    }
    return Double.parseDouble(text);
  }

  private static Set<String> outcomes(String text) {
    Set<String> outcomes = new LinkedHashSet<>();
    for (String outcome : text.split(",", -1)) {
      if (!outcomes.add(OUTCOME.apply(outcome))) {
        throw new InvalidValueException(ProblemCode.DUPLICATE);
      }
    }
    return outcomes;
  }

  private static String[] outcomes() {
    List<String> names = new ArrayList<>();
    Arrays.stream(DenialReason.values()).map(Enum::name).forEach(names::add);
    names.add(Verification.Accepted.CODE);
    return names.toArray(new String[0]);
  }

  /** One status code, {@code 200}, all of a hundred, {@code 4xx}, or a range, {@code 400-404}. */
  private record StatusRange(int from, int to) {
    private static final Pattern FORM =
        Pattern.compile("([1-5]\\d\\d)|([1-5])xx|([1-5]\\d\\d)-([1-5]\\d\\d)");

    static StatusRange parse(String text) {
      Matcher parts = FORM.matcher(text);
      if (parts.matches()) {
        if (parts.group(1) != null) {
          return new StatusRange(Integer.parseInt(text), Integer.parseInt(text));
        }
        if (parts.group(2) != null) {
          int first = Integer.parseInt(parts.group(2)) * 100;
          return new StatusRange(first, first + 99);
        }
        int from = Integer.parseInt(parts.group(3));
        int to = Integer.parseInt(parts.group(4));
        if (from <= to) {
          return new StatusRange(from, to);
        }
      }
      throw new InvalidValueException(ProblemCode.WRONG_FORM, "200, 4xx or 400-404");
    }
  }
}
