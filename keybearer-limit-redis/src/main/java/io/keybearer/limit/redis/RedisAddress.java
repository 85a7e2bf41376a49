package io.keybearer.limit.redis;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis or Valkey is, and how to come in. Immutable; holds a password, which {@link
 * #toString} leaves out.
 */
public final class RedisAddress {
  private static final String EXPECTED = "expected redis://host:port, rediss:// for TLS, with"
      + " user:password@ before the host (percent-encoded) and /database after the port if need be";
  private static final int STANDARD_PORT = 6379;
  private static final int GREATEST_PORT = 65_535;
  private static final Pattern FORM = Pattern.compile("(?<scheme>rediss?)://"
      + "((?<user>([^:@/?#%\\s]|%\\p{XDigit}{2})*):(?<password>([^@/?#%\\s]|%\\p{XDigit}{2})*)@)?"
      + "(?<host>\\[[\\p{XDigit}:.]+]|[A-Za-z0-9._-]+)"
      + "(:(?<port>\\d{1,5}))?(/(?<database>\\d{1,5})?)?");

  private final boolean tls;
  private final String host;
  private final int port;
  private final int database;
  private final @Nullable String user;
  private final @Nullable String password;

  private RedisAddress(Matcher form) {
    tls = "rediss".equals(form.group("scheme"));
    host = form.group("host").replaceAll("[\\[\\]]", "");
    port = number(form.group("port"), STANDARD_PORT);
    database = number(form.group("database"), 0);
    user = decoded(form.group("user"));
    password = decoded(form.group("password"));
    if (port < 1 || port > GREATEST_PORT) {
      throw new IllegalArgumentException("expected a port from 1 to " + GREATEST_PORT);
    }
  }

  /**
   * Reads {@code redis://[user:password@]host[:port][/database]}, or {@code rediss://} for TLS with
   * the server's certificate and name checked. User and password are percent-encoded; without a
   * user, it is {@code :password@}. The port is 6379 and the database 0 unless told.
   *
   * @throws IllegalArgumentException saying what was expected, and nothing of the text
   */
  public static RedisAddress parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(EXPECTED);
    }
    return new RedisAddress(form);
  }

  /** Whether the connection is to be encrypted. */
  public boolean tls() {
    return tls;
  }

  /** A name, or an address without brackets. */
  public String host() {
    return host;
  }

  /** The port, 1–65535. */
  public int port() {
    return port;
  }

  /** The number of the database. */
  public int database() {
    return database;
  }

  @Nullable
  String user() {
    return user;
  }

  @Nullable
  String password() {
    return password;
  }

  /** The address without user and password. */
  @Override
  public String toString() {
    String shown = host.contains(":") ? "[" + host + "]" : host;
    return (tls ? "rediss://" : "redis://") + shown + ":" + port + "/" + database;
  }

  private static int number(@Nullable String digits, int standard) {
    return digits == null ? standard : Integer.parseInt(digits);
  }

  private static @Nullable String decoded(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    // A plus sign is itself in addresses, and a space only in forms.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
