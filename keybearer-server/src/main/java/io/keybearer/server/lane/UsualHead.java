package io.keybearer.server.lane;

import io.keybearer.policy.IpAddress;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.PresentedKey;
import io.keybearer.server.rest.VerifyRoute;
import io.keybearer.verification.VerificationRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a usual request, up to its empty line. Clients send the same one time after time, but
 * for the body's length: {@link #bodyBehindSame} tells, and what it says need not be read again. For
 * one event loop.
 */
final class UsualHead {
  /** What stands here is no head of this form. */
  static final UsualHead OTHER = new UsualHead(new byte[0], UsualField.places());

  /** What stands here may become one when more bytes come. */
  static final UsualHead INCOMPLETE = new UsualHead(new byte[0], UsualField.places());

  private static final String METHOD = "POST";
  private static final byte[] LINE =
      (METHOD + " " + VerifyRoute.PATH + " HTTP/1.1\r\n").getBytes(StandardCharsets.US_ASCII);

  private final byte[] bytes;
  private final int[] places;
  private @Nullable VerificationRequest asked;

  private UsualHead(byte[] bytes, int[] places) {
    this.bytes = bytes;
    this.places = places;
  }

  /**
   * Reads what begins here.
   *
   * @param count how many bytes there are
   */
  static UsualHead read(byte[] bytes, int count) {
    int line = Math.min(count, LINE.length);
    if (!Arrays.equals(bytes, 0, line, LINE, 0, line)) {
      return OTHER;
    }
    if (count < LINE.length) {
      return INCOMPLETE;
    }
    int[] places = UsualField.places();
    int at = LINE.length;
    while (at < count && bytes[at] != '\r') {
      int end = field(bytes, at, count, places);
      if (end <= 0) {
        return end < 0 ? OTHER : INCOMPLETE;
      }
      at = end;
    }
    if (at + 1 >= count) {
      return INCOMPLETE;
    }
    return bytes[at + 1] == '\n' && UsualField.areWhole(places)
        ? new UsualHead(Arrays.copyOf(bytes, at + 2), places)
        : OTHER;
  }

  /** How many bytes it is. */
  int length() {
    return bytes.length;
  }

  /** How long it says that the body is. */
  int bodyLength() {
    return UsualField.CONTENT_LENGTH.number(bytes, places);
  }

  /** How long the body is behind a head that is the same but for that; -1 when it is another. */
  int bodyBehindSame(byte[] other, int count) {
    int from = UsualField.CONTENT_LENGTH.from(places);
    int to = UsualField.CONTENT_LENGTH.to(places);
    boolean same = count >= bytes.length
        && Arrays.equals(bytes, 0, from, other, 0, from)
        && Arrays.equals(bytes, to, bytes.length, other, to, bytes.length)
        && UsualField.isLength(other, from, to);
    return same ? UsualField.CONTENT_LENGTH.number(other, places) : -1;
  }

  /** A field's value, or null when it is absent. */
  @Nullable
  String field(UsualField field) {
    int from = field.from(places);
    return from == 0
        ? null
        : new String(bytes, from, field.to(places) - from, StandardCharsets.ISO_8859_1);
  }

  /** A field's lines: one, or none. */
  List<String> lines(UsualField field) {
    String value = field(field);
    return value == null ? List.of() : List.of(value);
  }

  /**
   * What is to be verified of who sends this.
   *
   * @param client from where, always the same
   * @throws KeybearerException {@code UNAUTHENTICATED} when there is no key in it
   */
  VerificationRequest asked(@Nullable IpAddress client) {
    VerificationRequest known = asked;
    if (known == null) {
      known = PresentedKey.find(lines(UsualField.AUTHORIZATION), lines(UsualField.X_API_KEY))
          .map(key -> VerificationRequest.of(key)
              .ip(client)
              .userAgent(field(UsualField.USER_AGENT))
              .method(METHOD)
              .endpoint(VerifyRoute.PATH)
              .withoutScope()
              .withoutRow()
              .build())
          .orElseThrow(() -> new KeybearerException(ProblemCode.UNAUTHENTICATED));
      asked = known;
    }
    return known;
  }

  /** Reads a line, and says where the next begins; 0 when it is not whole, -1 when it is another. */
  private static int field(byte[] bytes, int start, int count, int[] places) {
    int colon = start;
    while (colon < count && bytes[colon] != ':') {
      if (!isOfName(bytes[colon++])) {
        return -1;
      }
    }
    int from = colon + 1;
    while (from < count && bytes[from] == ' ') {
      from++;
    }
    int end = from;
    while (end < count && bytes[end] >= ' ' && bytes[end] < 0x7f) {
      end++;
    }
    if (end + 1 >= count) {
      return end < count && bytes[end] != '\r' ? -1 : 0;
    }
    boolean ends = bytes[end] == '\r' && bytes[end + 1] == '\n';
    return ends && UsualField.note(bytes, start, colon, from, end, places) ? end + 2 : -1;
  }

  private static boolean isOfName(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }
}
