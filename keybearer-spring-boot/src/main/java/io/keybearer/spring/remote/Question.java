package io.keybearer.spring.remote;

import io.keybearer.verification.VerificationRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What is asked of a server, and the name under which its answer is remembered. */
final class Question {
  private static final int LONGEST_KEY = 1_024;

  private Question() {}

  /** Whether the text could be a key at all; no server takes another. */
  static boolean canBeAsked(String key) {
    return !key.isEmpty() && key.length() <= LONGEST_KEY;
  }

  /** A hash of the key and of everything that a verdict depends on; tells nothing of the key. */
  static String name(String key, VerificationRequest request) {
    MessageDigest digest = sha256();
    add(digest, key);
    add(digest, request.ip() == null ? null : request.ip().toString());
    add(digest, request.referer());
    add(digest, request.origin());
    add(digest, request.method());
    add(digest, request.company() == null ? null : request.company().text());
    add(digest, request.endpoint());
    add(digest, String.valueOf(request.neededScope()));
    request.permissions().forEach(permission -> add(digest, permission));
    return Base64.getEncoder().encodeToString(digest.digest());
  }

  /** The same in the words of the client. */
  static io.keybearer.client.VerificationRequest of(String key, VerificationRequest request) {
    var asked = io.keybearer.client.VerificationRequest.of(key);
    if (request.ip() != null) {
      asked.ip(request.ip().toString());
    }
    if (request.referer() != null) {
      asked.referer(request.referer());
    }
    if (request.origin() != null) {
      asked.origin(request.origin());
    }
    if (request.userAgent() != null) {
      asked.userAgent(request.userAgent());
    }
    if (request.method() != null) {
      asked.method(request.method());
    }
    if (request.endpoint() != null) {
      asked.endpoint(request.endpoint());
    }
    if (request.company() != null) {
      asked.company(request.company().text());
    }
    if (!request.permissions().isEmpty()) {
      asked.permissions(request.permissions());
    }
    // Every key has the scope read, so that asking for it asks for nothing.
    asked.scope(
        request.neededScope() == null
            ? "read"
            : request.neededScope().name().toLowerCase(Locale.ROOT));
    return asked.cost(request.cost()).build();
  }

  /** With its length, so that no two lists of parts look alike. */
  private static void add(MessageDigest digest, @Nullable String part) {
    byte[] bytes = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
    int length = part == null ? -1 : bytes.length;
    for (int shift = 24; shift >= 0; shift -= 8) {
      digest.update((byte) (length >>> shift));
    }
    digest.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
