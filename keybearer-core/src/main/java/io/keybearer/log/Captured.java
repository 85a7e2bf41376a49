package io.keybearer.log;

import io.keybearer.key.Capture;
import org.jspecify.annotations.Nullable;

/**
 * Which payloads of one request are kept, as was decided when it was verified.
 *
 * @param request whether what was asked is kept
 * @param response whether what was answered is kept
 */
public record Captured(boolean request, boolean response) {
  /** Nothing, which is usual. */
  public static final Captured NOTHING = new Captured(false, false);

  private static final int REQUEST = 1;
  private static final int RESPONSE = 2;

  private static final Captured[] ALL = {
    NOTHING, new Captured(true, false), new Captured(false, true), new Captured(true, true)
  };

  /** Whether any is kept. */
  public boolean any() {
    return request || response;
  }

  /** What two of them keep together at an instant, of a key and of its company. */
  public static Captured at(long millis, @Nullable Capture one, @Nullable Capture other) {
    return ofBits(bits(millis, one) | bits(millis, other));
  }

  private static int bits(long millis, @Nullable Capture capture) {
    if (capture == null || millis >= capture.until().toEpochMilli()) {
      return 0;
    }
    return (capture.request() ? REQUEST : 0) | (capture.response() ? RESPONSE : 0);
  }

  int bits() {
    return (request ? REQUEST : 0) | (response ? RESPONSE : 0);
  }

  static Captured ofBits(int bits) {
    return ALL[bits & (REQUEST | RESPONSE)];
  }

  @Nullable
  String request(@Nullable String payload) {
    return request ? payload : null;
  }

  @Nullable
  String response(@Nullable String payload) {
    return response ? payload : null;
  }
}
