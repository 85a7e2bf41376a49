package io.keybearer.client;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change of a company; what is not named stays. Immutable. */
public final class CompanyChange {
  private final Map<String, @Nullable Object> members;
  private final @Nullable Long version;

  private CompanyChange(Map<String, @Nullable Object> members, @Nullable Long version) {
    this.members = members;
    this.version = version;
  }

  /** Begins a change of nothing. */
  public static Builder builder() {
    return new Builder();
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  @Nullable
  Long version() {
    return version;
  }

  /** Gathers what to change. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> rules = new LinkedHashMap<>();
    private @Nullable Long version;

    private Builder() {}

    /** Another slug: {@code [a-z0-9-]}, 1–63 characters, unique. */
    public Builder slug(String slug) {
      members.put("slug", slug);
      return this;
    }

    /** Another name, 1–100 characters. */
    public Builder name(String name) {
      members.put("name", name);
      return this;
    }

    /** {@code suspended}: its keys are refused; {@code active}: they are honoured again. */
    public Builder status(String status) {
      members.put("status", status);
      return this;
    }

    /** The longest life of its keys; null for any. */
    public Builder maxLife(@Nullable Duration life) {
      rules.put("max_life", life == null ? null : Wire.duration(life));
      return this;
    }

    /** The highest scope of its keys; null for any. */
    public Builder maxScope(@Nullable String scope) {
      rules.put("max_scope", scope);
      return this;
    }

    /** What new keys without a limit get; null for none. */
    public Builder defaultRateLimit(@Nullable Long limit) {
      rules.put("default_rate_limit", limit);
      return this;
    }

    /** The window of that limit in seconds. */
    public Builder defaultRateLimitWindow(@Nullable Long seconds) {
      rules.put("default_rate_limit_window", seconds);
      return this;
    }

    /** How long rows of its requests are kept; null for as the installation says. */
    public Builder logRetention(@Nullable Duration retention) {
      rules.put("log_retention", retention == null ? null : Wire.duration(retention));
      return this;
    }

    /** Change only if this is still the version; otherwise the call fails with status 412. */
    public Builder ifVersion(long current) {
      version = current;
      return this;
    }

    /** Whether nothing has been named. */
    public boolean isEmpty() {
      return members.isEmpty() && rules.isEmpty();
    }

    /** Makes the change. */
    public CompanyChange build() {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(members);
      if (!rules.isEmpty()) {
        all.put("rules", Collections.unmodifiableMap(new LinkedHashMap<>(rules)));
      }
      return new CompanyChange(Collections.unmodifiableMap(all), version);
    }
  }
}
