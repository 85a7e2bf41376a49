package io.keybearer.server.http;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Languages;
import io.keybearer.problem.ProblemCode;
import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that has passed everything that holds for all routes, as its route sees it.
 *
 * @param route what was asked for
 * @param segments the named segments of the path, decoded
 * @param parameters the query parameters, decoded
 * @param caller the holder of the key that came; null on open routes
 * @param mediaType what the body is; null without a body
 * @param body the body; empty without one; never changed
 * @param ifVersion which versions If-Match names
 * @param idempotencyKey the Idempotency-Key
 * @param acceptLanguage the Accept-Language field as it came
 * @param lastEventId the Last-Event-ID field as it came, of who was cut off from events
 * @param incoming the request as it stands on the wire
 */
public record Call(
    Route route,
    Map<String, String> segments,
    Parameters parameters,
    @Nullable Caller caller,
    @Nullable String mediaType,
    Buffer body,
    IfVersion ifVersion,
    Optional<String> idempotencyKey,
    @Nullable String acceptLanguage,
    @Nullable String lastEventId,
    Incoming incoming) {
  /** Copies the segments. */
  public Call {
    segments = Map.copyOf(segments);
  }

  /** The text of a named segment, which the route's template has. */
  public String segment(String name) {
    String text = segments.get(name);
    if (text == null) {
      throw new IllegalArgumentException(route.label() + " has no segment " + name);
    }
    return text;
  }

  /** The reader's language, for answers that hold sentences. */
  public Locale locale() {
    return Languages.best(acceptLanguage);
  }

  /** The holder of the key that came; there is one on every route that is not open. */
  public Caller holder() {
    if (caller == null) {
      throw new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    return caller;
  }

  /** The key that came. */
  public ApiKey key() {
    ApiKey key = holder().key();
    if (key == null) {
      throw new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    return key;
  }
}
