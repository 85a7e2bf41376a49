package io.keybearer.token;

import io.keybearer.secret.SecretText;

/**
 * A key's text just made, not yet stored or shown.
 *
 * @param prefix the public id inside the text, 12 base62 characters, safe to log
 * @param text the whole text, to be hashed, shown once and forgotten
 */
public record FreshKey(String prefix, SecretText text) {}
