package io.keybearer.servlet;

import io.keybearer.Keybearer;
import io.keybearer.log.LogId;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import org.jspecify.annotations.Nullable;

/** Who gives the verdicts on requests and keeps their log. Safe for concurrent use. */
public interface KeyVerifier {
  /**
   * Gives the verdict on a request.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when there can be none now: neither a
   *     denial nor an acceptance
   * @throws io.keybearer.problem.InvalidRequestException when the cost can never be accepted
   */
  Verification verify(VerificationRequest request);

  /**
   * Whether a text claims to be a key of this installation, by how it begins. A bearer token that
   * does not may be somebody else's.
   */
  boolean recognises(SecretText text);

  /**
   * Completes the log row of a request that has been answered. Never waits, and never fails.
   *
   * @param row the row that the verification made
   * @param status what was answered, 100–599
   * @param millis how long that took, from the verification on
   */
  void answered(LogId row, int status, double millis);

  /**
   * The same, with payloads, where the verdict asks for them. A verifier that keeps none leaves them
   * out.
   *
   * @param requestData what was asked, as it came; secrets are taken out before it is kept
   * @param responseData what was answered, likewise
   */
  default void answered(
      LogId row,
      int status,
      double millis,
      @Nullable String requestData,
      @Nullable String responseData) {
    answered(row, status, millis);
  }

  /** The engine of this process. It stays the caller's to close. */
  static KeyVerifier of(Keybearer keybearer) {
    return new EngineVerifier(keybearer);
  }
}
