package io.keybearer.server.gateway;

import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.log.LogId;
import io.keybearer.verification.Verification;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who made a request, for the service behind a gateway. Values are visible ASCII: every other
 * character, and the percent sign, is %-escaped as UTF-8 (RFC 3986 section 2.1).
 */
public final class IdentityFields {
  /** What the names of all fields of ours begin with, in lower case. */
  public static final String OURS = "x-keybearer-";

  static final String KEY_ID = "X-Keybearer-Key-Id";
  static final String KEY_NAME = "X-Keybearer-Key-Name";
  static final String KEY_PREFIX = "X-Keybearer-Key-Prefix";
  static final String KEY_TYPE = "X-Keybearer-Key-Type";
  static final String COMPANY = "X-Keybearer-Company";
  static final String USER = "X-Keybearer-User";
  static final String SCOPE = "X-Keybearer-Scope";
  static final String PERMISSIONS = "X-Keybearer-Permissions";

  /** The row of the request log that the verification made. */
  public static final String LOG_ID = "X-Keybearer-Log-Id";

  /** Every name. */
  public static final List<String> NAMES =
      List.of(KEY_ID, KEY_NAME, KEY_PREFIX, KEY_TYPE, COMPANY, USER, SCOPE, PERMISSIONS, LOG_ID);

  /** A gateway keeps a whole answer's header in a few KiB; without the list, nothing is allowed. */
  private static final int LONGEST_PERMISSIONS = 2_048;

  private IdentityFields() {}

  /** Writes the fields of an accepted key. */
  public static void write(Verification.Accepted accepted, Map<String, String> fields) {
    ApiKey key = accepted.key();
    KeyAttributes attributes = key.attributes();
    fields.put(KEY_ID, key.id().toString());
    fields.put(KEY_NAME, escaped(attributes.name()));
    fields.put(KEY_PREFIX, key.prefix());
    fields.put(KEY_TYPE, key.type().wireName());
    fields.put(COMPANY, key.company().toString());
    String user = attributes.user();
    if (user != null) {
      fields.put(USER, escaped(user));
    }
    fields.put(SCOPE, attributes.scope().wireName());
    if (!attributes.permissions().isEmpty()) {
      String permissions = String.join(",", attributes.permissions().texts());
      if (permissions.length() <= LONGEST_PERMISSIONS) {
        fields.put(PERMISSIONS, permissions);
      }
    }
    writeLogId(accepted.logId(), fields);
  }

  static void writeLogId(@Nullable LogId id, Map<String, String> fields) {
    if (id != null) {
      fields.put(LOG_ID, id.toString());
    }
  }

  /**
   * Whether a service could take a field of this name for one of ours: many read underscores as
   * hyphens.
   */
  public static boolean isOurs(String name) {
    return name.length() > OURS.length()
        && name.toLowerCase(Locale.ROOT).replace('_', '-').startsWith(OURS);
  }

  static String escaped(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (!isPlain(text.charAt(i))) {
        return escape(text);
      }
    }
    return text;
  }

  private static String escape(String text) {
    StringBuilder escaped = new StringBuilder(text.length() + 16);
    for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (octet & 0xff);
      if (isPlain(c)) {
        escaped.append(c);
      } else {
        escaped.append('%');
        escaped.append(Character.toUpperCase(Character.forDigit(c >>> 4, 16)));
        escaped.append(Character.toUpperCase(Character.forDigit(c & 15, 16)));
      }
    }
    return escaped.toString();
  }

  private static boolean isPlain(char c) {
    return c > ' ' && c < 0x7f && c != '%';
  }
}
