package io.keybearer.server.lane;

import io.keybearer.server.rest.VerifyRoute;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request to verify a key, in the one form that is read here: HTTP/1.1 (RFC 9112) with a request
 * line as it stands, fields of a short list, each once, in printable ASCII, with their usual values,
 * and a body whose length is told. The list holds no field that says where a message ends but
 * Content-Length, none that a proxy writes, and none that needs an answer of its own. A request with
 * anything else in it is {@link #OTHER}, and the general server's to judge.
 */
final class UsualRequest {
  /** What stands here is no request of this form. */
  static final UsualRequest OTHER =
      new UsualRequest(0, new EnumMap<>(UsualField.class), new byte[0]);

  /** What stands here may become one when more bytes come. */
  static final UsualRequest INCOMPLETE =
      new UsualRequest(0, new EnumMap<>(UsualField.class), new byte[0]);

  /** No request of this form is longer. */
  static final int MOST_BYTES = 8 * 1024;

  private static final byte[] LINE =
      ("POST " + VerifyRoute.PATH + " HTTP/1.1\r\n").getBytes(StandardCharsets.US_ASCII);

  private final int length;
  private final Map<UsualField, String> fields;
  private final byte[] body;

  private UsualRequest(int length, Map<UsualField, String> fields, byte[] body) {
    this.length = length;
    this.fields = fields;
    this.body = body;
  }

  /**
   * Reads what begins here.
   *
   * @param count how many bytes there are
   */
  static UsualRequest read(byte[] bytes, int count) {
    int most = Math.min(count, MOST_BYTES);
    UsualRequest request = first(bytes, most);
    return request == INCOMPLETE && most == MOST_BYTES ? OTHER : request;
  }

  private static UsualRequest first(byte[] bytes, int count) {
    int line = Math.min(count, LINE.length);
    if (!Arrays.equals(bytes, 0, line, LINE, 0, line)) {
      return OTHER;
    }
    if (count < LINE.length) {
      return INCOMPLETE;
    }
    Map<UsualField, String> fields = new EnumMap<>(UsualField.class);
    int at = LINE.length;
    while (at < count && bytes[at] != '\r') {
      int end = field(bytes, at, count, fields);
      if (end <= 0) {
        return end < 0 ? OTHER : INCOMPLETE;
      }
      at = end;
    }
    if (at + 1 >= count) {
      return INCOMPLETE;
    }
    int length = bytes[at + 1] == '\n' ? UsualField.bodyLength(fields) : -1;
    int end = at + 2 + length;
    if (length < 0 || end > MOST_BYTES) {
      return OTHER;
    }
    return end > count
        ? INCOMPLETE
        : new UsualRequest(end, fields, Arrays.copyOfRange(bytes, at + 2, end));
  }

  /** How many bytes it is. */
  int length() {
    return length;
  }

  /** Its body; nobody changes it. */
  byte[] body() {
    return body;
  }

  /** A field's value, or null when it is absent. */
  @Nullable
  String field(UsualField field) {
    return fields.get(field);
  }

  /** Reads a line, and says where the next begins; 0 when it is not whole, -1 when it is another. */
  private static int field(byte[] bytes, int start, int count, Map<UsualField, String> fields) {
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
    return ends && UsualField.note(bytes, start, colon, from, end, fields) ? end + 2 : -1;
  }

  private static boolean isOfName(byte c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }
}
