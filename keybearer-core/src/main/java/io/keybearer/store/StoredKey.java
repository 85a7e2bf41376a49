package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Capture;
import io.keybearer.key.CompanyStatus;
import io.keybearer.policy.AddressDetail;
import io.keybearer.secret.KeyHash;
import org.jspecify.annotations.Nullable;

/**
 * All that a verification needs of the store, read in one consistent look.
 *
 * @param key the key's record
 * @param hash what its text hashes to; never leaves the engine
 * @param companyStatus whether its company's keys are honoured
 * @param ownerActive whether its owner is active; true for keys without owner and owners never
 *     mentioned
 * @param companyCapture whether its company's payloads are kept, and until when
 * @param addresses how much of clients' addresses its company lets be stored
 */
public record StoredKey(
    ApiKey key,
    KeyHash hash,
    CompanyStatus companyStatus,
    boolean ownerActive,
    @Nullable Capture companyCapture,
    AddressDetail addresses) {
  /** One of a company that says nothing of what is kept. */
  public StoredKey(ApiKey key, KeyHash hash, CompanyStatus companyStatus, boolean ownerActive) {
    this(key, hash, companyStatus, ownerActive, null, AddressDetail.FULL);
  }
}
