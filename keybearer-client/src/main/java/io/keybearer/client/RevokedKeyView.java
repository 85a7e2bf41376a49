package io.keybearer.client;

/**
 * A key that has ended.
 *
 * @param apiKey the key
 * @param propagation how far the revocation has come
 */
public record RevokedKeyView(ApiKeyView apiKey, PropagationView propagation) {
  static RevokedKeyView read(JsonMembers json) {
    return new RevokedKeyView(
        ApiKeyView.read(json), json.object("propagation", PropagationView::read));
  }
}
