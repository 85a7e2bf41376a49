package io.keybearer.store;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the administrators' audit trail, committed with the change it tells of.
 *
 * @param id a UUID version 7
 * @param at when
 * @param actor who: {@code key:<prefix>}, {@code application} or {@code bootstrap}
 * @param action what: {@code key.issued}, {@code key.changed}, {@code key.extended}, {@code
 *     key.rotated}, {@code key.disabled}, {@code key.enabled}, {@code key.revoked}, {@code
 *     company.created}, {@code company.changed}, {@code owner.changed}
 * @param company whose thing
 * @param apiKey which key, where it was one
 * @param user which owner, where it was one
 * @param before the attributes that changed, as they were; never a secret or hash
 * @param after the same attributes as they are
 */
public record KeyEvent(
    UUID id,
    Instant at,
    String actor,
    String action,
    CompanyId company,
    @Nullable ApiKeyId apiKey,
    @Nullable String user,
    Map<String, String> before,
    Map<String, String> after) {
  /** Copies the maps, sorted by name. */
  public KeyEvent {
    before = Collections.unmodifiableMap(new TreeMap<>(before));
    after = Collections.unmodifiableMap(new TreeMap<>(after));
  }
}
