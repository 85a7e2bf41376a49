package io.keybearer.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a key may be used.
 *
 * @param valid whether it may
 * @param code {@code VALID}, or the first reason found; new reasons may come
 * @param rule the rule that refused, {@code limits.burst} for a further limit; null for {@code VALID}
 *     and {@code NOT_FOUND}
 * @param logId the row of this verification in the log, to complete with a report; null when none
 *     was made
 * @param apiKey whose key it is; null for {@code NOT_FOUND}
 * @param rateLimit the tightest limit; null when there is none
 * @param shadowDenied rules in {@code shadow} that would have refused
 * @param capture the payloads that whoever serves the request is to report; null = none, as is usual
 */
public record VerificationView(
    boolean valid,
    String code,
    @Nullable String rule,
    @Nullable String logId,
    @Nullable VerifiedKeyView apiKey,
    @Nullable LimitStanding rateLimit,
    List<String> shadowDenied,
    @Nullable CaptureView capture) {
  /** Copies the rules; nothing but the code {@code VALID} is valid. */
  public VerificationView {
    shadowDenied = List.copyOf(shadowDenied);
    if (valid != code.equals("VALID")) {
      throw new IllegalArgumentException("expected valid exactly with the code VALID");
    }
  }

  static VerificationView read(JsonMembers json) {
    boolean valid = json.flag("valid");
    String code = json.text("code");
    if (valid != code.equals("VALID")) {
      throw new UnreadableAnswerException("The answer is valid and is not, at code.");
    }
    return new VerificationView(
        valid,
        code,
        json.textOrNull("rule"),
        json.textOrNull("log_id"),
        json.objectOrNull("api_key", VerifiedKeyView::read),
        json.objectOrNull("rate_limit", LimitStanding::read),
        json.texts("shadow_denied"),
        json.objectOrNull("capture", CaptureView::read));
  }
}
