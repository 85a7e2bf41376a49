package io.keybearer.spring.actuate;

import io.keybearer.log.LogId;
import io.keybearer.secret.SecretText;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes verifications as {@code keybearer.verification}, with the one low-cardinality value
 * {@code outcome}: the verification code, or {@code UNANSWERED} when there was no verdict. Names no
 * key and no company.
 */
final class ObservedVerifier implements KeyVerifier {
  private static final String NAME = "keybearer.verification";
  private static final String OUTCOME = "outcome";

  private final KeyVerifier verifier;
  private final ObservationRegistry registry;

  ObservedVerifier(KeyVerifier verifier, ObservationRegistry registry) {
    this.verifier = verifier;
    this.registry = registry;
  }

  @Override
  public Verification verify(VerificationRequest request) {
    Observation observation = Observation.createNotStarted(NAME, registry)
        .contextualName("verify api key")
        .lowCardinalityKeyValue(OUTCOME, "UNANSWERED")
        .start();
    try {
      Verification verdict = verifier.verify(request);
      observation.lowCardinalityKeyValue(OUTCOME, verdict.code());
      return verdict;
    } catch (RuntimeException failure) {
      observation.error(failure);
      throw failure;
    } finally {
      observation.stop();
    }
  }

  @Override
  public boolean recognises(SecretText text) {
    return verifier.recognises(text);
  }

  @Override
  public void answered(LogId row, int status, double millis) {
    verifier.answered(row, status, millis);
  }
}
