package io.keybearer.verification;

import io.keybearer.policy.IpAddress;
import io.keybearer.problem.InvalidValueException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What an explanation is asked about.
 *
 * @param request the request; its key is not looked at
 * @param ipAsGiven the address as somebody wrote it, where that differs from how it was read
 * @param at when; null = now
 */
public record Question(
    VerificationRequest request,
    @Nullable String ipAsGiven,
    @Nullable Instant at) {
  /** What would become of a request now. */
  public static Question about(VerificationRequest request) {
    return new Question(request, null, null);
  }

  /**
   * What would become of a request now, from an address as somebody wrote it, so that the
   * explanation can say how it was read.
   *
   * @throws InvalidValueException {@code ADDRESS_INVALID}
   */
  public static Question about(VerificationRequest.Builder request, @Nullable String ip) {
    IpAddress address = ip == null ? null : IpAddress.parse(ip);
    return new Question(request.ip(address).build(), ip, null);
  }

  /** The same at another time, or now when that is null. */
  public Question at(@Nullable Instant instant) {
    return new Question(request, ipAsGiven, instant);
  }
}
