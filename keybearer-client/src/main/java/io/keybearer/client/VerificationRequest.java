package io.keybearer.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The question whether a key may be used for something, now. Immutable; never prints the key. */
public final class VerificationRequest {
  private final Map<String, @Nullable Object> members;

  private VerificationRequest(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /** Begins a question about a key, as its holder sent it. */
  public static Builder of(String key) {
    return new Builder(key);
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  @Override
  public String toString() {
    return "VerificationRequest[key=<redacted>]";
  }

  /** Gathers what is asked. What is left out is not looked at. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private Builder(String key) {
      members.put("key", key);
    }

    private Builder with(String name, Object value) {
      members.put(name, value);
      return this;
    }

    /** Where the holder's request came from; needed by a key with {@code allowed_ips}. */
    public Builder ip(String address) {
      return with("ip", address);
    }

    /** Whose keys will do, by id or slug; another company's is {@code NOT_FOUND}. */
    public Builder company(String slugOrId) {
      return with("company", slugOrId);
    }

    /** The {@code Referer} header of the holder's request. */
    public Builder referer(String header) {
      return with("referer", header);
    }

    /** The {@code Origin} header of the holder's request. */
    public Builder origin(String header) {
      return with("origin", header);
    }

    /** The {@code User-Agent} header of the holder's request, for the log. */
    public Builder userAgent(String header) {
      return with("user_agent", header);
    }

    /** The method of the holder's request, which also tells the scope it needs. */
    public Builder method(String name) {
      return with("method", name);
    }

    /** The path of the holder's request. */
    public Builder endpoint(String path) {
      return with("endpoint", path);
    }

    /** The scope that is needed, instead of what the method tells. */
    public Builder scope(String needed) {
      return with("scope", needed);
    }

    /** Powers that are needed, all of them. */
    public Builder permissions(List<String> needed) {
      return with("permissions", List.copyOf(needed));
    }

    /** How many requests this counts as; 1 unless said, 0 looks without counting. */
    public Builder cost(long requests) {
      return with("cost", requests);
    }

    /** Makes the question. */
    public VerificationRequest build() {
      return new VerificationRequest(Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }
  }
}
