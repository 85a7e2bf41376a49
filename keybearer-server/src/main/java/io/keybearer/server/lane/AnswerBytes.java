package io.keybearer.server.lane;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.StandardFields;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.rest.VerifyRoute;
import io.keybearer.verification.Verification;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Writes answers as they go over the wire: HTTP/1.1 (RFC 9112), on a connection that stays open. For
 * one event loop.
 */
final class AnswerBytes {
  private static final String ALWAYS = "\r\n" + StandardFields.text() + "X-Request-Id: ";
  private static final String OK = "HTTP/1.1 " + HttpResponseStatus.OK + ALWAYS;
  private static final String JSON = "\r\nContent-Type: " + BodyRule.JSON;
  private static final String LENGTH = "\r\ncontent-length: ";

  private final JsonWriter json = new JsonWriter();
  private byte[] head = new byte[1024];
  private int length;

  /** Writes the answer to a call. */
  ByteBuf write(LaneCall call, ByteBufAllocator from) {
    Verification found = call.found();
    if (found != null) {
      return write(call, found, from);
    }
    Answer refusal = call.refusal();
    if (refusal == null) {
      throw new IllegalStateException("a call without an answer");
    }
    begin("HTTP/1.1 " + HttpResponseStatus.valueOf(refusal.status()) + ALWAYS, call);
    for (Map.Entry<String, String> field : refusal.headers().entrySet()) {
      field(field.getKey(), field.getValue());
    }
    byte[] body = refusal.body().getBytes();
    return whole(body, body.length, from);
  }

  private ByteBuf write(LaneCall call, Verification found, ByteBufAllocator from) {
    json.over(found, VerifyRoute::write);
    begin(OK, call);
    text(JSON);
    return whole(json.bytes(), json.length(), from);
  }

  /** What stands first, and the limits of the caller, which every answer tells. */
  private void begin(String first, LaneCall call) {
    length = 0;
    text(first);
    text(call.requestId());
    Verification verdict = call.verdict();
    List<LimitStatus> limits = verdict == null ? List.of() : verdict.limits();
    if (!limits.isEmpty()) {
      field("RateLimit-Policy", RateLimitFields.policy(limits));
      field("RateLimit", RateLimitFields.standing(limits));
    }
  }

  private ByteBuf whole(byte[] body, int bodyLength, ByteBufAllocator from) {
    text(LENGTH);
    text(Integer.toString(bodyLength));
    text("\r\n\r\n");
    return from.directBuffer(length + bodyLength)
        .writeBytes(head, 0, length)
        .writeBytes(body, 0, bodyLength);
  }

  /** The end of the line before, and a line without its end. Names and values are all of ours. */
  private void field(String name, String value) {
    text("\r\n");
    text(name);
    text(": ");
    text(value);
  }

  /** The one method that copies a string's bytes without a look at each character. */
  @SuppressWarnings("deprecation")
  private void text(String ascii) {
    int end = length + ascii.length();
    if (end > head.length) {
      head = Arrays.copyOf(head, 2 * end);
    }
    ascii.getBytes(0, ascii.length(), head, length);
    length = end;
  }
}
