package io.keybearer.key;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What has happened to a key.
 *
 * @param disabled switched off until enabled
 * @param revocation its end, once it has come
 * @param rotatedFrom the key that it replaced
 * @param rotatedTo the key that replaced it
 * @param retiresAt when a replaced key stops being valid
 * @param lineage the first key of its chain of rotations, whose counters the whole chain shares
 * @param capture whether its payloads are kept, and until when; its successor's are not
 */
public record KeyState(
    boolean disabled,
    @Nullable Revocation revocation,
    @Nullable ApiKeyId rotatedFrom,
    @Nullable ApiKeyId rotatedTo,
    @Nullable Instant retiresAt,
    ApiKeyId lineage,
    @Nullable Capture capture) {
  /** Checks that a replaced key knows when it retires. */
  public KeyState {
    if ((rotatedTo == null) != (retiresAt == null)) {
      throw new IllegalArgumentException("expected rotated_to and retires_at together");
    }
  }

  /** One whose payloads are not kept. */
  public KeyState(
      boolean disabled,
      @Nullable Revocation revocation,
      @Nullable ApiKeyId rotatedFrom,
      @Nullable ApiKeyId rotatedTo,
      @Nullable Instant retiresAt,
      ApiKeyId lineage) {
    this(disabled, revocation, rotatedFrom, rotatedTo, retiresAt, lineage, null);
  }

  /** The state of a key just issued. */
  public static KeyState fresh(ApiKeyId self) {
    return new KeyState(false, null, null, null, null, self);
  }

  /** The state of a successor just made: switched off if its predecessor is, with its counters. */
  public static KeyState successorOf(ApiKeyId predecessor, KeyState state) {
    return new KeyState(state.disabled, null, predecessor, null, null, state.lineage);
  }

  /** Whether the key is revoked. */
  public boolean revoked() {
    return revocation != null;
  }

  /** Whether the key has a successor, be it still in its grace or not. */
  public boolean rotated() {
    return rotatedTo != null;
  }

  KeyState withDisabled(boolean value) {
    return new KeyState(value, revocation, rotatedFrom, rotatedTo, retiresAt, lineage, capture);
  }

  KeyState withCapture(@Nullable Capture value) {
    return new KeyState(disabled, revocation, rotatedFrom, rotatedTo, retiresAt, lineage, value);
  }

  KeyState withRevocation(Revocation value) {
    return new KeyState(disabled, value, rotatedFrom, rotatedTo, retiresAt, lineage, capture);
  }

  KeyState withSuccessor(ApiKeyId successor, Instant retires) {
    return new KeyState(disabled, revocation, rotatedFrom, successor, retires, lineage, capture);
  }
}
