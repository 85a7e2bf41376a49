package io.keybearer.store;

import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.KeyType;
import io.keybearer.key.Scope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which keys to list; a null part filters nothing, and all parts must hold.
 *
 * @param company keys of this company
 * @param user keys of this owner
 * @param type keys of this type
 * @param scope keys of exactly this scope
 * @param status where the key stands now
 * @param prefix exactly this public id
 * @param text part of the name, in any case of ASCII letters
 * @param expiresFrom {@code expires_at} at or after this instant
 * @param expiresUntil {@code expires_at} before this instant
 * @param lastUsedFrom last used at or after this instant
 * @param lastUsedUntil last used before this instant, or never
 */
public record KeyFilter(
    @Nullable CompanyId company,
    @Nullable String user,
    @Nullable KeyType type,
    @Nullable Scope scope,
    @Nullable KeyStatus status,
    @Nullable String prefix,
    @Nullable String text,
    @Nullable Instant expiresFrom,
    @Nullable Instant expiresUntil,
    @Nullable Instant lastUsedFrom,
    @Nullable Instant lastUsedUntil) {
  /** Every key. */
  public static KeyFilter any() {
    return new KeyFilter(null, null, null, null, null, null, null, null, null, null, null);
  }

  /** Every key of one company. */
  public static KeyFilter ofCompany(CompanyId company) {
    return new KeyFilter(company, null, null, null, null, null, null, null, null, null, null);
  }

  /** The keys that stand so. */
  public static KeyFilter ofStatus(KeyStatus status) {
    return new KeyFilter(null, null, null, null, status, null, null, null, null, null, null);
  }
}
