package io.keybearer.server.lane;

import java.util.Arrays;
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
  static final UsualRequest OTHER = new UsualRequest(UsualHead.OTHER, new byte[0]);

  /** What stands here may become one when more bytes come. */
  static final UsualRequest INCOMPLETE = new UsualRequest(UsualHead.INCOMPLETE, new byte[0]);

  /** No request of this form is longer. */
  static final int MOST_BYTES = 8 * 1024;

  private final UsualHead head;
  private final byte[] body;

  private UsualRequest(UsualHead head, byte[] body) {
    this.head = head;
    this.body = body;
  }

  /**
   * Reads what begins here.
   *
   * @param count how many bytes there are
   * @param before the head of the request before, from the same client
   */
  static UsualRequest read(byte[] bytes, int count, @Nullable UsualHead before) {
    int most = Math.min(count, MOST_BYTES);
    int behindSame = before == null ? -1 : before.bodyBehindSame(bytes, most);
    if (before != null && behindSame >= 0) {
      return whole(before, behindSame, bytes, most);
    }
    UsualHead head = UsualHead.read(bytes, most);
    if (head == UsualHead.INCOMPLETE) {
      return most == MOST_BYTES ? OTHER : INCOMPLETE;
    }
    return head == UsualHead.OTHER ? OTHER : whole(head, head.bodyLength(), bytes, most);
  }

  private static UsualRequest whole(UsualHead head, int bodyLength, byte[] bytes, int count) {
    int end = head.length() + bodyLength;
    if (end > MOST_BYTES) {
      return OTHER;
    }
    return end > count
        ? INCOMPLETE
        : new UsualRequest(head, Arrays.copyOfRange(bytes, head.length(), end));
  }

  /** Its head. */
  UsualHead head() {
    return head;
  }

  /** Its body; nobody changes it. */
  byte[] body() {
    return body;
  }

  /** How many bytes it is. */
  int length() {
    return head.length() + body.length;
  }
}
