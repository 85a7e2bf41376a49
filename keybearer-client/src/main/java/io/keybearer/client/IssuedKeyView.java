package io.keybearer.client;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A key just issued, and its text, which is told this once.
 *
 * <p>The text is missing when the first answer was lost and the request sent again: the key exists
 * then, nobody knows its text, and rotating it makes one that is known.
 */
public final class IssuedKeyView {
  private final ApiKeyView apiKey;
  private final @Nullable String text;

  private IssuedKeyView(ApiKeyView apiKey, @Nullable String text) {
    this.apiKey = apiKey;
    this.text = text;
  }

  static IssuedKeyView read(String answer) {
    JsonMembers json = JsonMembers.parse(answer);
    return new IssuedKeyView(
        ApiKeyView.read(json), json.flag("key_shown") ? json.text("key") : null);
  }

  /** The key without its text. */
  public ApiKeyView apiKey() {
    return apiKey;
  }

  /** The text that the key's holder sends. Secret: keep it out of logs. */
  public Optional<String> revealKey() {
    return Optional.ofNullable(text);
  }

  /** Tells the key's prefix, and not its text. */
  @Override
  public String toString() {
    return "IssuedKeyView[prefix=" + apiKey.prefix() + ", key=<redacted>]";
  }
}
