package io.keybearer.token;

import io.keybearer.key.KeyType;
import org.jspecify.annotations.Nullable;

/**
 * What the text of a well-formed key says about itself. Nothing here is secret, and nothing here is
 * proof: whether there is such a key is for a store to say.
 *
 * @param prefix the public id
 * @param type what the key stands for
 * @param env the environment, or null when the text names none
 * @param currentBrand false when the key bears a retired brand
 */
public record ParsedKey(
    KeyPrefix prefix, KeyType type, @Nullable String env, boolean currentBrand) {}
