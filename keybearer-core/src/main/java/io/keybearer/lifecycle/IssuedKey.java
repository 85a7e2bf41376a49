package io.keybearer.lifecycle;

import io.keybearer.key.ApiKey;
import io.keybearer.secret.SecretText;

/**
 * A key just made, with its text: the one time that it can be shown.
 *
 * @param key the record
 * @param text what the holder will present; kept nowhere
 */
public record IssuedKey(ApiKey key, SecretText text) {}
