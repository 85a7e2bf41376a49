package io.keybearer.server.lane;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.StandardFields;
import io.keybearer.verification.Verification;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Answers as they go over the wire: HTTP/1.1 (RFC 9112), on a connection that stays open. */
final class AnswerBytes {
  private static final int HEAD = 640;
  private static final String ALWAYS = "\r\n" + StandardFields.text() + "X-Request-Id: ";
  private static final String OK = "HTTP/1.1 " + HttpResponseStatus.OK + ALWAYS;

  private AnswerBytes() {}

  /**
   * Writes one.
   *
   * @param verdict on the caller, whose limits every answer tells
   */
  static ByteBuf of(
      Answer answer, String requestId, @Nullable Verification verdict, ByteBufAllocator from) {
    ByteBuf out = from.directBuffer(HEAD + answer.body().length());
    int status = answer.status();
    text(out, status == 200 ? OK : "HTTP/1.1 " + HttpResponseStatus.valueOf(status) + ALWAYS);
    text(out, requestId);
    List<LimitStatus> limits = verdict == null ? List.of() : verdict.limits();
    if (!limits.isEmpty()) {
      field(out, "RateLimit-Policy", RateLimitFields.policy(limits));
      field(out, "RateLimit", RateLimitFields.standing(limits));
    }
    for (Map.Entry<String, String> field : answer.headers().entrySet()) {
      field(out, field.getKey(), field.getValue());
    }
    field(out, "content-length", Integer.toString(answer.body().length()));
    text(out, "\r\n\r\n");
    out.writeBytes(answer.body().getBytes());
    return out;
  }

  /** The end of the line before, and a line without its end. Names and values are all of ours. */
  private static void field(ByteBuf out, String name, String value) {
    text(out, "\r\n");
    text(out, name);
    text(out, ": ");
    text(out, value);
  }

  private static void text(ByteBuf out, String ascii) {
    out.writeCharSequence(ascii, StandardCharsets.US_ASCII);
  }
}
