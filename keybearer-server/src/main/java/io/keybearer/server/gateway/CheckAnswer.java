package io.keybearer.server.gateway;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.server.http.Answer;
import io.keybearer.server.problem.ProblemDocument;
import io.keybearer.server.problem.ServerProblem;
import io.keybearer.verification.Verification;
import io.vertx.core.buffer.Buffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a verdict is on the wire: what a client is to be answered, or whom a service is to be told
 * of. The same for every gateway; each has its own form of it.
 *
 * @param status 200, or what the client is to be answered
 * @param identity fields for the service; empty when the request is refused
 * @param fields fields for the client
 * @param body for the client; empty when the request goes on; never changed
 */
public record CheckAnswer(
    int status, Map<String, String> identity, Map<String, String> fields, Buffer body) {
  /** The verification code, or the code of the problem. */
  public static final String CODE = "X-Keybearer-Code";

  private static final Buffer NOTHING = Buffer.buffer();
  private static final String RETRY_SOON = "1";

  /** Writes a verdict, in the language of the client. */
  public static CheckAnswer of(Verdict verdict, Locale locale, String requestId) {
    return verdict instanceof Verdict.Passed passed
        ? of(passed.accepted())
        : of((Verdict.Refused) verdict, locale, requestId);
  }

  private static CheckAnswer of(Verification.Accepted accepted) {
    Map<String, String> identity = new LinkedHashMap<>();
    IdentityFields.write(accepted, identity);
    Map<String, String> fields = new LinkedHashMap<>();
    writeLimits(accepted.limits(), fields);
    return new CheckAnswer(200, identity, fields, NOTHING);
  }

  private static CheckAnswer of(Verdict.Refused refused, Locale locale, String requestId) {
    ProblemDocument problem = ProblemDocument.of(refused.failure());
    Verification.Denied denied = refused.denied();
    List<LimitStatus> limits = denied == null ? List.of() : denied.limits();
    int status = problem.status();
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("Content-Type", ProblemDocument.MEDIA_TYPE);
    fields.put("Content-Language", locale.getLanguage());
    fields.put(CODE, denied == null ? problem.problem().name() : denied.code());
    IdentityFields.writeLogId(denied == null ? null : denied.logId(), fields);
    writeLimits(limits, fields);
    if (status == 401) {
      fields.put(
          "WWW-Authenticate",
          refused.credentialCame()
              ? "Bearer realm=\"keybearer\", error=\"invalid_token\""
              : "Bearer realm=\"keybearer\"");
    } else if (status == 429) {
      fields.put("Retry-After", Long.toString(RateLimitFields.retryAfter(limits)));
    } else if (status == 503) {
      fields.put("Retry-After", RETRY_SOON);
    }
    return new CheckAnswer(
        status, Map.of(), fields, Buffer.buffer(problem.json(locale, requestId)));
  }

  private static void writeLimits(List<LimitStatus> limits, Map<String, String> fields) {
    if (!limits.isEmpty()) {
      fields.put("RateLimit-Policy", RateLimitFields.policy(limits));
      fields.put("RateLimit", RateLimitFields.standing(limits));
    }
  }

  /** Whether the request goes on. */
  public boolean passes() {
    return status == 200;
  }

  /** Whether it is the gateway itself that was refused. */
  boolean isOfGateway() {
    return ServerProblem.GATEWAY_REFUSED.name().equals(fields.get(CODE));
  }

  /** As an HTTP answer of this status, with everything in its header, and some fields more. */
  Answer http(int as, Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(fields);
    all.putAll(identity);
    all.putAll(more);
    return new Answer(as, all, body);
  }
}
