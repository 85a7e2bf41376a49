package io.keybearer.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The record of a key: everything about it but its secret and hash. Instants have millisecond
 * precision.
 *
 * @param id never changes
 * @param company whom it belongs to
 * @param prefix the public id that stands in its text, 12 base62 characters, unique; safe to log
 * @param type what it stands for
 * @param env the environment named in its text, where there is one
 * @param attributes what an administrator says of it
 * @param state what has happened to it
 * @param provenance where the record comes from
 * @param lastUse its latest noted use, where there was one
 */
public record ApiKey(
    ApiKeyId id,
    CompanyId company,
    String prefix,
    KeyType type,
    @Nullable String env,
    KeyAttributes attributes,
    KeyState state,
    Provenance provenance,
    @Nullable LastUse lastUse) {

  /** Where the key stands at this instant, whatever its company and owner do. */
  public KeyStatus status(Instant now) {
    if (state.revoked()) {
      return KeyStatus.REVOKED;
    }
    if (retired(now)) {
      return KeyStatus.ROTATED;
    }
    if (state.disabled()) {
      return KeyStatus.DISABLED;
    }
    if (notYetValid(now)) {
      return KeyStatus.NOT_YET_VALID;
    }
    return expired(now) ? KeyStatus.EXPIRED : KeyStatus.ACTIVE;
  }

  /**
   * Whether the key's own life cycle lets it be used at this instant: not revoked, not retired, not
   * disabled, {@code not_before} ≤ now &lt; {@code expires_at}. Says nothing of company and owner.
   */
  public boolean isValid(Instant now) {
    return status(now) == KeyStatus.ACTIVE;
  }

  /** Whether it was replaced and {@code retires_at} has come. */
  public boolean retired(Instant now) {
    Instant end = state.retiresAt();
    return end != null && !now.isBefore(end);
  }

  /** Whether {@code not_before} still lies ahead. */
  public boolean notYetValid(Instant now) {
    Instant start = attributes.notBefore();
    return start != null && now.isBefore(start);
  }

  /** Whether {@code expires_at} has come; a key is expired at that very instant. */
  public boolean expired(Instant now) {
    Instant end = attributes.expiresAt();
    return end != null && !now.isBefore(end);
  }

  /** The key's own name in audit entries: {@code key:<prefix>}. */
  public String actorName() {
    return "key:" + prefix;
  }

  /** The same with other attributes, one administrative change later. */
  public ApiKey changed(KeyAttributes changed, Instant at) {
    return with(changed, state, at);
  }

  /** The same, switched off or on. */
  public ApiKey disabled(boolean disabled, Instant at) {
    return with(attributes, state.withDisabled(disabled), at);
  }

  /** The same, with its payloads kept or not. */
  public ApiKey captured(@Nullable Capture capture, Instant at) {
    return with(attributes, state.withCapture(capture), at);
  }

  /** The same, ended; a key already revoked is returned as it is. */
  public ApiKey revoked(Revocation revocation) {
    return state.revoked()
        ? this
        : with(attributes, state.withRevocation(revocation), revocation.at());
  }

  /** The same, replaced by a successor and retiring at an instant. */
  public ApiKey rotatedTo(ApiKeyId successor, Instant retires, Instant at) {
    return with(attributes, state.withSuccessor(successor, retires), at);
  }

  private ApiKey with(KeyAttributes attributes, KeyState state, Instant at) {
    return new ApiKey(
        id, company, prefix, type, env, attributes, state, provenance.changed(at), lastUse);
  }
}
