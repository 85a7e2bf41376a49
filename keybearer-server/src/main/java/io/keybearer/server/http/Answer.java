package io.keybearer.server.http;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a route answers.
 *
 * @param status the HTTP status
 * @param headers fields of this answer, beside those of every answer
 * @param body the bytes; empty for none; never changed
 * @param streaming makes the body while it is sent; null when it is {@code body}
 */
public record Answer(
    int status,
    Map<String, String> headers,
    Buffer body,
    @Nullable Streaming streaming) {
  private static final String CONTENT_TYPE = "Content-Type";

  /** Copies the fields. */
  public Answer {
    headers = Map.copyOf(headers);
  }

  /** An answer whose body is known. */
  public Answer(int status, Map<String, String> headers, Buffer body) {
    this(status, headers, body, null);
  }

  /** An answer whose body is made while it is sent. */
  public static Answer streamed(String mediaType, Streaming body) {
    return new Answer(200, Map.of(CONTENT_TYPE, mediaType), Buffer.buffer(), body);
  }

  /** An answer that is its status and fields. */
  public static Answer empty(int status) {
    return new Answer(status, Map.of(), Buffer.buffer());
  }

  /** A JSON answer. */
  public static Answer json(int status, byte[] json) {
    return of(status, BodyRule.JSON, json);
  }

  /** An answer of another media type. */
  public static Answer of(int status, String mediaType, byte[] body) {
    return new Answer(status, Map.of(CONTENT_TYPE, mediaType), Buffer.buffer(body));
  }

  /** An answer of text. */
  public static Answer text(int status, String mediaType, String body) {
    return of(status, mediaType, body.getBytes(StandardCharsets.UTF_8));
  }

  /** The same with one field more, or another value of it. */
  public Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, body, streaming);
  }
}
