package io.keybearer.client;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The calls about keys, none of which waits for its answer. Thread-safe; their futures fail with a
 * {@link KeybearerClientException}.
 */
public final class AsyncKeys {
  private final Transport transport;

  AsyncKeys(Transport transport) {
    this.transport = transport;
  }

  /** Issues a key; its text is in the answer, and nowhere ever after. */
  public CompletableFuture<IssuedKeyView> create(NewKey key) {
    return transport.sendAsync(KeyOperations.create(key));
  }

  /** Lists keys, newest first. */
  public CompletableFuture<PageView<ApiKeyView>> list(Query query) {
    return transport.sendAsync(KeyOperations.list(query));
  }

  /** Reads a key. */
  public CompletableFuture<ApiKeyView> get(String id) {
    return transport.sendAsync(KeyOperations.get(id));
  }

  /** Changes a key. */
  public CompletableFuture<ApiKeyView> update(String id, KeyChange change) {
    return transport.sendAsync(KeyOperations.update(id, change));
  }

  /** Ends a key for good. A second call keeps the first time and reason. */
  public CompletableFuture<RevokedKeyView> revoke(String id) {
    return transport.sendAsync(KeyOperations.revoke(id, null));
  }

  /**
   * Ends a key for good.
   *
   * @param id the key
   * @param reason why, 1–500 characters
   */
  public CompletableFuture<RevokedKeyView> revoke(String id, String reason) {
    return transport.sendAsync(KeyOperations.revoke(id, reason));
  }

  /**
   * Ends a key for good, and waits until every live node knows, or the time is over; {@link
   * PropagationView#complete()} says which. The key has ended either way.
   *
   * @param id the key
   * @param reason why, 1–500 characters; null when nobody says
   * @param atMost 1–30 s, whole seconds; the call may take so much longer than its timeout
   */
  public CompletableFuture<RevokedKeyView> revokeEverywhere(
      String id, @Nullable String reason, Duration atMost) {
    return transport.sendAsync(KeyOperations.revokeEverywhere(id, reason, atMost));
  }

  /**
   * Moves the expiry to the later of now and the expiry, and this much.
   *
   * @param id a key that expires and is neither revoked nor rotated
   * @param duration positive
   */
  public CompletableFuture<ApiKeyView> extend(String id, Duration duration) {
    return transport.sendAsync(KeyOperations.extend(id, duration));
  }

  /**
   * Replaces a key by a successor with the same rights.
   *
   * @param id a key that is neither revoked, expired nor rotated
   * @param grace how long the old key stays valid beside the new; zero for not at all
   */
  public CompletableFuture<IssuedKeyView> rotate(String id, Duration grace) {
    return transport.sendAsync(KeyOperations.rotate(id, grace));
  }

  /**
   * Switches on that the log keeps what is asked and answered with a key, for a time from now.
   *
   * @param id a key that is not revoked
   * @param length up to seven days; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   */
  public CompletableFuture<ApiKeyView> capture(
      String id, Duration length, boolean request, boolean response) {
    return transport.sendAsync(KeyOperations.capture(id, length, request, response));
  }

  /** Switches a key off. */
  public CompletableFuture<ApiKeyView> disable(String id) {
    return transport.sendAsync(KeyOperations.disable(id));
  }

  /** Switches a key on again. */
  public CompletableFuture<ApiKeyView> enable(String id) {
    return transport.sendAsync(KeyOperations.enable(id));
  }

  /**
   * Asks whether a key may be used. One that may not is an answer, not an exception; an exception
   * means that it is not known.
   */
  public CompletableFuture<VerificationView> verify(VerificationRequest request) {
    return transport.sendAsync(KeyOperations.verify(request));
  }

  /**
   * Asks whether many keys may be used, each as if it were asked for alone.
   *
   * @param requests 1 to 1,000
   * @return an item for each request, in their order; one that could not be answered is a problem in
   *     its place, and the whole fails when none could
   */
  public CompletableFuture<List<BatchItem>> verifyAll(List<VerificationRequest> requests) {
    return transport.sendAsync(KeyOperations.verifyAll(requests));
  }

  /**
   * Asks what a verification of a key would answer, and why, rule by rule. Changes and counts
   * nothing; needs {@code keybearer:read}.
   *
   * @param id the key
   */
  public CompletableFuture<ExplanationView> explain(String id, ExplanationRequest request) {
    return transport.sendAsync(KeyOperations.explain(id, request));
  }
}
