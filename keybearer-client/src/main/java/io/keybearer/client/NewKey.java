package io.keybearer.client;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A key to be issued. Immutable. */
public final class NewKey {
  private final Map<String, @Nullable Object> members;

  private NewKey(Map<String, @Nullable Object> members) {
    this.members = members;
  }

  /**
   * Begins a key.
   *
   * @param name 1–100 characters, unique among the company's live keys
   * @param type {@code user}, {@code service} or {@code system}
   * @param scope {@code read}, {@code write} or {@code admin}
   */
  public static Builder builder(String name, String type, String scope) {
    return new Builder().with("name", name).with("type", type).with("scope", scope);
  }

  Map<String, @Nullable Object> members() {
    return members;
  }

  /** Gathers what the key shall be. Not thread-safe. */
  public static final class Builder extends KeySettings<Builder> {
    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /** Whose key, by id or slug; a company's own key may leave it out, type {@code system} must. */
    public Builder company(String idOrSlug) {
      return with("company", idOrSlug);
    }

    /** An environment that then stands in the key's text, {@code test} for example. */
    public Builder env(String name) {
      return with("env", name);
    }

    /** Its owner; for type {@code user} and no other. */
    public Builder user(String owner) {
      return with("user", owner);
    }

    /** Makes the request. */
    public NewKey build() {
      return new NewKey(Collections.unmodifiableMap(new LinkedHashMap<>(members())));
    }
  }
}
