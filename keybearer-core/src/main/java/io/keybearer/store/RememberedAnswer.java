package io.keybearer.store;

import java.time.Instant;

/**
 * What a write answered to the request that first carried its idempotency key.
 *
 * @param requestDigest stands for the request's body; another digest is another request
 * @param answer what to replay; holds no key's text
 * @param at when it was first answered
 */
public record RememberedAnswer(String requestDigest, String answer, Instant at) {
  /**
   * Names an answer.
   *
   * @param caller who asked: the caller's key id
   * @param route what was asked for: method and path
   * @param key the idempotency key, 1–255 printable ASCII characters
   */
  public record Name(String caller, String route, String key) {}
}
