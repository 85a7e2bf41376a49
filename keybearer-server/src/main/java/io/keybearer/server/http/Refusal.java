package io.keybearer.server.http;

import io.keybearer.limit.RateLimitFields;
import io.keybearer.problem.Languages;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.UnknownHashSchemeException;
import io.keybearer.server.problem.ProblemDocument;
import io.keybearer.verification.Verification;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one request is answered with instead of what it asked for.
 *
 * @param requestId what the request is called
 * @param acceptLanguage its Accept-Language field
 * @param credentialCame whether a credential came with it
 * @param verdict on that credential, where there is one yet
 */
public record Refusal(
    String requestId,
    @Nullable String acceptLanguage,
    boolean credentialCame,
    @Nullable Verification verdict) {
  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);
  private static final String RETRY_SOON = "1";

  /** Says what there is to say of a failure, with what the client needs to try again. */
  public Answer answer(Throwable failure) {
    ProblemDocument problem = ProblemDocument.of(failure);
    if (problem.unforeseen()) {
      LOG.error("request {} failed", requestId, failure);
    } else if (failure instanceof StoreUnavailableException && failure.getCause() != null) {
      LOG.warn("request {}: the store did not answer: {}", requestId, reason(failure.getCause()));
    }
    Locale locale = Languages.best(acceptLanguage);
    Answer answer = Answer.of(
            problem.status(), ProblemDocument.MEDIA_TYPE, problem.json(locale, requestId))
        .with("Content-Language", locale.getLanguage());
    return withWaiting(
        failure instanceof MethodNotAllowedException notAllowed
            ? answer.with("Allow", notAllowed.allow())
            : answer);
  }

  /** One line. What a driver says may hold values, so only the kind of its failure is told. */
  private static String reason(Throwable cause) {
    return cause instanceof UnknownHashSchemeException missing
        ? String.valueOf(missing.getMessage())
        : cause.getClass().getSimpleName();
  }

  private Answer withWaiting(Answer answer) {
    return switch (answer.status()) {
      case 401 -> answer.with("WWW-Authenticate", challenge());
      case 429 ->
        answer.with(
            "Retry-After",
            verdict == null
                ? RETRY_SOON
                : Long.toString(RateLimitFields.retryAfter(verdict.limits())));
      case 503 -> answer.with("Retry-After", RETRY_SOON);
      default -> answer;
    };
  }

  private String challenge() {
    return credentialCame
        ? "Bearer realm=\"keybearer\", error=\"invalid_token\""
        : "Bearer realm=\"keybearer\"";
  }
}
