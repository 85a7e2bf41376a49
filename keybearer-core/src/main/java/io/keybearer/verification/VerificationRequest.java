package io.keybearer.verification;

import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.policy.IpAddress;
import io.keybearer.secret.SecretText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request made with a key. Everything but the key may be absent; a rule that
 * needs what is absent denies.
 *
 * @param key the text that the client presents
 * @param ip the client's address
 * @param referer the Referer header
 * @param origin the Origin header
 * @param userAgent the User-Agent header
 * @param method the HTTP method, upper case
 * @param endpoint the path; a query is ignored
 * @param scope the scope that the request needs; null = by its method, and none without a method
 * @param scopeByMethod whether an absent scope follows from the method
 * @param permissions the permissions that it needs, all of them
 * @param cost how much of each limit it uses, from 0; 0 looks and uses nothing
 * @param logged whether an acceptance makes a log row; a denial of a known key always does
 * @param company whose keys may make it, by id or by slug as it is written; any other company's is
 *     {@code NOT_FOUND}, and nothing is counted or noted of it; null = those of every company that
 *     the caller can see
 */
public record VerificationRequest(
    SecretText key,
    @Nullable IpAddress ip,
    @Nullable String referer,
    @Nullable String origin,
    @Nullable String userAgent,
    @Nullable String method,
    @Nullable String endpoint,
    @Nullable Scope scope,
    boolean scopeByMethod,
    List<String> permissions,
    long cost,
    boolean logged,
    @Nullable CompanyRef company) {
  /** Copies the permissions. */
  public VerificationRequest {
    permissions = List.copyOf(permissions);
  }

  /** Begins a request made with this key. */
  public static Builder of(String key) {
    return new Builder(SecretText.of(key));
  }

  /** Begins a request made with this key. */
  public static Builder of(SecretText key) {
    return new Builder(key);
  }

  /**
   * Begins a request made with a key whose text nobody has here: for explanations. Verified, it is
   * malformed.
   */
  public static Builder withoutKey() {
    return of("");
  }

  /**
   * Begins a request without key, as a row of the log tells it: endpoint, method, address and page.
   * Which scope, permissions and cost it was verified for, the log does not keep; of referer and
   * origin it keeps the referer where there was one.
   */
  public static Builder ofRow(ApiKeyLog row) {
    boolean noPage = "null".equals(row.referer());
    return withoutKey()
        .ip(row.ipAddress() == null ? null : IpAddress.find(row.ipAddress()).orElse(null))
        .referer(noPage ? null : row.referer())
        .origin(noPage ? row.referer() : null)
        .userAgent(row.userAgent())
        .method(row.method())
        .endpoint(row.endpoint());
  }

  /** The scope that the request needs, or null when it needs none. */
  public @Nullable Scope neededScope() {
    if (scope != null) {
      return scope;
    }
    return scopeByMethod && method != null ? Scope.neededBy(method) : null;
  }

  /** Gathers what is known of a request. Not for use by several threads. */
  public static final class Builder {
    private final SecretText key;
    private @Nullable IpAddress ip;
    private @Nullable String referer;
    private @Nullable String origin;
    private @Nullable String userAgent;
    private @Nullable String method;
    private @Nullable String endpoint;
    private @Nullable Scope scope;
    private boolean scopeByMethod = true;
    private List<String> permissions = List.of();
    private long cost = 1;
    private boolean logged = true;
    private @Nullable CompanyRef company;

    private Builder(SecretText key) {
      this.key = key;
    }

    /** The client's address. */
    public Builder ip(@Nullable IpAddress value) {
      ip = value;
      return this;
    }

    /** The Referer header as it came. */
    public Builder referer(@Nullable String value) {
      referer = value;
      return this;
    }

    /** The Origin header as it came. */
    public Builder origin(@Nullable String value) {
      origin = value;
      return this;
    }

    /** The User-Agent header as it came. */
    public Builder userAgent(@Nullable String value) {
      userAgent = value;
      return this;
    }

    /** The HTTP method. */
    public Builder method(@Nullable String value) {
      method = value;
      return this;
    }

    /** The path. */
    public Builder endpoint(@Nullable String value) {
      endpoint = value;
      return this;
    }

    /** The scope that the request needs. */
    public Builder scope(@Nullable Scope value) {
      scope = value;
      return this;
    }

    /** Needs no scope whatever the method: for Keybearer's own routes, which scopes do not govern. */
    public Builder withoutScope() {
      scope = null;
      scopeByMethod = false;
      return this;
    }

    /** The permissions that the request needs, all of them. */
    public Builder permissions(List<String> values) {
      permissions = values;
      return this;
    }

    /** How much of each limit the request uses; 1 unless told. */
    public Builder cost(long value) {
      cost = value;
      return this;
    }

    /**
     * Makes no log row when it is accepted: for whoever asks about other keys, whose own rows would
     * double the log.
     */
    public Builder withoutRow() {
      logged = false;
      return this;
    }

    /** Whose keys may make it, by id or by slug; null = those of every company. */
    public Builder company(@Nullable CompanyRef value) {
      company = value;
      return this;
    }

    /** The request. */
    public VerificationRequest build() {
      return new VerificationRequest(
          key,
          ip,
          referer,
          origin,
          userAgent,
          method,
          endpoint,
          scope,
          scopeByMethod,
          permissions,
          cost,
          logged,
          company);
    }
  }
}
