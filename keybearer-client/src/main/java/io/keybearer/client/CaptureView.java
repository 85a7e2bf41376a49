package io.keybearer.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That payloads of requests are kept in the log, without their secrets.
 *
 * @param request whether what is asked is kept
 * @param response whether what is answered is kept
 * @param until the first instant at which neither is; null in a verdict, which speaks of one request
 */
public record CaptureView(
    boolean request, boolean response, @Nullable Instant until) {
  static CaptureView read(JsonMembers json) {
    return new CaptureView(
        json.flag("request"), json.flag("response"), json.instantOrNull("until"));
  }
}
