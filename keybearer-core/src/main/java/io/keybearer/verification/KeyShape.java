package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.key.KeyType;
import io.keybearer.store.StoredKey;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What many keys have in common, kept once for all of them.
 *
 * @param attributes without name, user, life, metadata and tags
 */
record KeyShape(KeyType type, @Nullable String env, KeyAttributes attributes, String hashScheme) {

  static KeyShape of(StoredKey stored) {
    ApiKey key = stored.key();
    KeyAttributes all = key.attributes();
    return new KeyShape(
        key.type(),
        key.env(),
        new KeyAttributes(
            "",
            null,
            all.scope(),
            all.permissions(),
            all.routes(),
            null,
            null,
            all.allowedIps(),
            all.allowedReferers(),
            all.allowMissingReferer(),
            all.rateLimit(),
            all.limits(),
            all.quota(),
            all.shadow(),
            Map.of(),
            List.of()),
        stored.hash().scheme());
  }
}
