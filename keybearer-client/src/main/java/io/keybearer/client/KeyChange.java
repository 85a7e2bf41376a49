package io.keybearer.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What to change of a key; what is not named stays. Immutable. */
public final class KeyChange {
  private final Map<String, @Nullable Object> members;
  private final @Nullable Long version;

  private KeyChange(Map<String, @Nullable Object> members, @Nullable Long version) {
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

  /** Gathers what to change. {@code metadata} is merged entry by entry. Not thread-safe. */
  public static final class Builder extends KeySettings<Builder> {
    private final Map<String, @Nullable Object> removals = new LinkedHashMap<>();
    private @Nullable Long version;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** Another name, 1–100 characters. */
    public Builder name(String name) {
      return with("name", name);
    }

    /** Another scope: {@code read}, {@code write} or {@code admin}. */
    public Builder scope(String scope) {
      return with("scope", scope);
    }

    /** Takes an attribute away, by its name on the wire: {@code expires_at}, {@code allowed_ips} … */
    public Builder clear(String attribute) {
      return with(attribute, null);
    }

    /** Removes one entry of {@code metadata}. */
    public Builder removeMetadata(String name) {
      removals.put(name, null);
      return this;
    }

    /** Change only if this is still the version; otherwise the call fails with status 412. */
    public Builder ifVersion(long current) {
      version = current;
      return this;
    }

    /** Whether nothing has been named. */
    public boolean isEmpty() {
      return members().isEmpty() && removals.isEmpty();
    }

    /** Makes the change. */
    public KeyChange build() {
      Map<String, @Nullable Object> all = new LinkedHashMap<>(members());
      if (!removals.isEmpty()) {
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        if (all.get("metadata") instanceof Map<?, ?> set) {
          set.forEach((name, value) -> facts.put(String.valueOf(name), value));
        }
        facts.putAll(removals);
        all.put("metadata", facts);
      }
      return new KeyChange(Collections.unmodifiableMap(all), version);
    }
  }
}
