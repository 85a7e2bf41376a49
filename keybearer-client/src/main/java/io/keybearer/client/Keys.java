package io.keybearer.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The calls about keys. Thread-safe; each fails with a {@link KeybearerClientException}. */
public final class Keys {
  private final Transport transport;

  Keys(Transport transport) {
    this.transport = transport;
  }

  /** Issues a key; its text is in the answer, and nowhere ever after. */
  public IssuedKeyView create(NewKey key) {
    return transport.send(KeyOperations.create(key));
  }

  /** Lists keys, newest first. */
  public PageView<ApiKeyView> list(Query query) {
    return transport.send(KeyOperations.list(query));
  }

  /** Reads a key. */
  public ApiKeyView get(String id) {
    return transport.send(KeyOperations.get(id));
  }

  /** Changes a key. */
  public ApiKeyView update(String id, KeyChange change) {
    return transport.send(KeyOperations.update(id, change));
  }

  /** Ends a key for good. A second call keeps the first time and reason. */
  public RevokedKeyView revoke(String id) {
    return transport.send(KeyOperations.revoke(id, null));
  }

  /**
   * Ends a key for good.
   *
   * @param id the key
   * @param reason why, 1–500 characters
   */
  public RevokedKeyView revoke(String id, String reason) {
    return transport.send(KeyOperations.revoke(id, reason));
  }

  /**
   * Ends a key for good, and waits until every live node knows, or the time is over; {@link
   * PropagationView#complete()} says which. The key has ended either way.
   *
   * @param id the key
   * @param reason why, 1–500 characters; null when nobody says
   * @param atMost 1–30 s, whole seconds; the call may take so much longer than its timeout
   */
  public RevokedKeyView revokeEverywhere(String id, @Nullable String reason, Duration atMost) {
    return transport.send(KeyOperations.revokeEverywhere(id, reason, atMost));
  }

  /**
   * Moves the expiry to the later of now and the expiry, and this much.
   *
   * @param id a key that expires and is neither revoked nor rotated
   * @param duration positive
   */
  public ApiKeyView extend(String id, Duration duration) {
    return transport.send(KeyOperations.extend(id, duration));
  }

  /**
   * Replaces a key by a successor with the same rights.
   *
   * @param id a key that is neither revoked, expired nor rotated
   * @param grace how long the old key stays valid beside the new; zero for not at all
   */
  public IssuedKeyView rotate(String id, Duration grace) {
    return transport.send(KeyOperations.rotate(id, grace));
  }

  /**
   * Switches on that the log keeps what is asked and answered with a key, for a time from now.
   *
   * @param id a key that is not revoked
   * @param length up to seven days; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   */
  public ApiKeyView capture(String id, Duration length, boolean request, boolean response) {
    return transport.send(KeyOperations.capture(id, length, request, response));
  }

  /** Switches a key off. */
  public ApiKeyView disable(String id) {
    return transport.send(KeyOperations.disable(id));
  }

  /** Switches a key on again. */
  public ApiKeyView enable(String id) {
    return transport.send(KeyOperations.enable(id));
  }

  /**
   * Asks whether a key may be used. One that may not is an answer, not an exception; an exception
   * means that it is not known.
   */
  public VerificationView verify(VerificationRequest request) {
    return transport.send(KeyOperations.verify(request));
  }

  /**
   * Asks whether many keys may be used, each as if it were asked for alone.
   *
   * @param requests 1 to 1,000
   * @return an item for each request, in their order; one that could not be answered is a problem in
   *     its place, and the whole fails when none could
   */
  public List<BatchItem> verifyAll(List<VerificationRequest> requests) {
    return transport.send(KeyOperations.verifyAll(requests));
  }

  /**
   * Asks what a verification of a key would answer, and why, rule by rule. Changes and counts
   * nothing; needs {@code keybearer:read}.
   *
   * @param id the key
   */
  public ExplanationView explain(String id, ExplanationRequest request) {
    return transport.send(KeyOperations.explain(id, request));
  }
}
