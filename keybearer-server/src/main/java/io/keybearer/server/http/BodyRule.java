package io.keybearer.server.http;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which bodies a route takes.
 *
 * @param mediaTypes lower case; none = the route reads no body
 * @param mostBytes how large a body may be
 */
public record BodyRule(List<String> mediaTypes, int mostBytes) {
  /** The media type of JSON. */
  public static final String JSON = "application/json";

  /** The media type of JSON Merge Patch (RFC 7396). */
  public static final String MERGE_PATCH = "application/merge-patch+json";

  private static final int ORDINARY_BYTES = 64 * 1024;
  private static final int LARGE_BYTES = 1024 * 1024;

  /** So many digits fit an int. */
  private static final int LONGEST_NUMBER = 9;

  private static final Pattern MEDIA_TYPE =
      Pattern.compile("([a-z0-9.+-]+/[a-z0-9.+-]+)(\\s*;\\s*charset=\"?([a-z0-9-]+)\"?)?\\s*");

  /** Copies the list. */
  public BodyRule {
    mediaTypes = List.copyOf(mediaTypes);
  }

  /** No body. */
  public static BodyRule none() {
    return new BodyRule(List.of(), 0);
  }

  /** JSON of up to 64 KiB. */
  public static BodyRule json() {
    return new BodyRule(List.of(JSON), ORDINARY_BYTES);
  }

  /** JSON of many things, up to 1 MiB. */
  public static BodyRule largeJson() {
    return new BodyRule(List.of(JSON), LARGE_BYTES);
  }

  /** JSON or a merge patch of up to 64 KiB. */
  public static BodyRule mergePatch() {
    return new BodyRule(List.of(JSON, MERGE_PATCH), ORDINARY_BYTES);
  }

  /** Whether the route reads a body. */
  public boolean readsBody() {
    return !mediaTypes.isEmpty();
  }

  /**
   * Checks what the header says of a body, before it is read.
   *
   * @throws KeybearerException {@code BODY_TOO_LARGE} or {@code UNSUPPORTED_MEDIA_TYPE}
   */
  void checkHeader(
      @Nullable String contentType, @Nullable String encoding, @Nullable String length) {
    if (length != null && longer(length)) {
      throw tooLarge();
    }
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      throw unsupported();
    }
    if (contentType != null) {
      mediaType(contentType);
    }
  }

  /**
   * The media type that the field names, without its parameters.
   *
   * @throws KeybearerException {@code UNSUPPORTED_MEDIA_TYPE} when the route does not take it
   */
  String mediaType(String contentType) {
    if (mediaTypes.contains(contentType)) {
      return contentType;
    }
    Matcher field = MEDIA_TYPE.matcher(contentType.toLowerCase(Locale.ROOT));
    if (field.matches() && mediaTypes.contains(field.group(1))) {
      String charset = field.group(3);
      if (charset == null || charset.equals("utf-8")) {
        return field.group(1);
      }
    }
    throw unsupported();
  }

  KeybearerException tooLarge() {
    return new KeybearerException(ServerProblem.BODY_TOO_LARGE, mostBytes);
  }

  KeybearerException unsupported() {
    return new KeybearerException(
        ServerProblem.UNSUPPORTED_MEDIA_TYPE, String.join(", ", mediaTypes));
  }

  private boolean longer(String length) {
    if (length.length() > LONGEST_NUMBER) {
      return true;
    }
    int bytes = 0;
    for (int i = 0; i < length.length(); i++) {
      char c = length.charAt(i);
      if (c < '0' || c > '9') {
        // No number: whether that is a request at all is Vert.x's to say.
        return false;
      }
      bytes = 10 * bytes + c - '0';
    }
    return bytes > mostBytes;
  }
}
