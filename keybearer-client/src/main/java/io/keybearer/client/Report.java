package io.keybearer.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a service tells of one request made with a key. Immutable. */
public final class Report {
  private final Map<String, @Nullable Object> members;

  private Report(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /**
   * Completes the row that a verification made.
   *
   * @param logId {@link VerificationView#logId()}
   * @param statusCode what the service answered, 100–599
   * @param executionTime how long it took, in milliseconds
   */
  public static Report completing(String logId, int statusCode, double executionTime) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("log_id", logId);
    members.put("status_code", statusCode);
    members.put("execution_time", executionTime);
    return new Report(Collections.unmodifiableMap(members));
  }

  /** The same, with what was asked; kept where the verdict says so, without its secrets. */
  public Report withRequestData(String payload) {
    return with("request_data", payload);
  }

  /** The same, with what was answered; kept where the verdict says so, without its secrets. */
  public Report withResponseData(String payload) {
    return with("response_data", payload);
  }

  private Report with(String name, String payload) {
    Map<String, @Nullable Object> more = new LinkedHashMap<>(members);
    more.put(name, payload);
    return new Report(Collections.unmodifiableMap(more));
  }

  /** Begins a row for a request that was verified elsewhere. */
  public static Builder of(String apiKeyId) {
    return new Builder(apiKeyId);
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  /** Gathers what is known of the request. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder(String apiKeyId) {
      members.put("api_key", apiKeyId);
    }

    private Builder with(String name, Object value) {
      members.put(name, value);
      return this;
    }

    /** The path; its query and fragment are not kept. */
    public Builder endpoint(String path) {
      return with("endpoint", path);
    }

    /** The HTTP method. */
    public Builder method(String name) {
      return with("method", name);
    }

    /** What the service answered, 100–599. */
    public Builder statusCode(int status) {
      return with("status_code", status);
    }

    /** The client's address. */
    public Builder ipAddress(String address) {
      return with("ip_address", address);
    }

    /** The {@code User-Agent} header. */
    public Builder userAgent(String header) {
      return with("user_agent", header);
    }

    /** The {@code Referer} header. */
    public Builder referer(String header) {
      return with("referer", header);
    }

    /** How long the service took, in milliseconds. */
    public Builder executionTime(double milliseconds) {
      return with("execution_time", milliseconds);
    }

    /** When the request was made; the time of the report unless said. */
    public Builder at(Instant instant) {
      return with("at", instant.toString());
    }

    /** Makes the report. */
    public Report build() {
      return new Report(Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }
  }
}
