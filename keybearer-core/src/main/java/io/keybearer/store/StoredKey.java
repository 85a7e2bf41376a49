package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyStatus;
import io.keybearer.secret.KeyHash;

/**
 * All that a verification needs of the store, read in one consistent look.
 *
 * @param key the key's record
 * @param hash what its text hashes to; never leaves the engine
 * @param companyStatus whether its company's keys are honoured
 * @param ownerActive whether its owner is active; true for keys without owner and owners never
 *     mentioned
 */
public record StoredKey(
    ApiKey key, KeyHash hash, CompanyStatus companyStatus, boolean ownerActive) {}
