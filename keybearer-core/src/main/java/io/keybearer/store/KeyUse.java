package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.LastUse;

/** That a key was used. */
public record KeyUse(ApiKeyId key, LastUse use) {}
