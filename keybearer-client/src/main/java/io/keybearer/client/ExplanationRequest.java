package io.keybearer.client;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The question why a key may be used for something, or may not. Immutable; needs no text of a key. */
public final class ExplanationRequest {
  private final Map<String, @Nullable Object> members;

  private ExplanationRequest(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /** Begins a question about a request that is described. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Begins a question about a request in the log, whose row tells where it came from and what it was
   * for; the row keeps neither scope, permissions nor cost.
   *
   * @param logId a row of the key that is asked about
   */
  public static Builder ofLog(String logId) {
    return new Builder().with("log_id", logId);
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  /** Gathers what is known of the request. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder() {}

    private Builder with(String name, Object value) {
      members.put(name, value);
      return this;
    }

    /** Where the request comes from. */
    public Builder ip(String address) {
      return with("ip", address);
    }

    /** Its {@code Referer} header. */
    public Builder referer(String header) {
      return with("referer", header);
    }

    /** Its {@code Origin} header. */
    public Builder origin(String header) {
      return with("origin", header);
    }

    /** Its method, which also tells the scope it needs. */
    public Builder method(String name) {
      return with("method", name);
    }

    /** Its path. */
    public Builder endpoint(String path) {
      return with("endpoint", path);
    }

    /** The scope that it needs, instead of what the method tells. */
    public Builder scope(String needed) {
      return with("scope", needed);
    }

    /** Powers that it needs, all of them. */
    public Builder permissions(List<String> needed) {
      return with("permissions", List.copyOf(needed));
    }

    /** How many requests it counts as; 1 unless said. */
    public Builder cost(long requests) {
      return with("cost", requests);
    }

    /** When; now unless said. At another time nothing is told of limits and quota. */
    public Builder at(Instant instant) {
      return with("at", instant.toString());
    }

    /** Makes the question. */
    public ExplanationRequest build() {
      return new ExplanationRequest(Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }
  }
}
