package io.keybearer.server.gateway;

import io.keybearer.key.Caller;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request's way past a gateway: first the gateway's own key, then the client's, which is one
 * that the gateway may see. For one thread at a time.
 */
public final class GatewayCheck {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayCheck.class);

  private final Verifier verifier;
  private final GatewayAdmission gateways;
  private final Question question;
  private @Nullable Caller gateway;
  private boolean credentialCame;

  GatewayCheck(Verifier verifier, GatewayAdmission gateways, Question question) {
    this.verifier = verifier;
    this.gateways = gateways;
    this.question = question;
  }

  /**
   * What a gateway asks.
   *
   * @param proof every line of {@code X-Keybearer-Gateway}
   * @param endpoint what the gateway's own key is used on
   * @param peer the address of the gateway
   * @param needs adds to what stands behind the gateway's key what it says elsewhere
   * @param original the request that it asks about; read only for a gateway that proved itself
   */
  public record Question(
      List<String> proof,
      String endpoint,
      String peer,
      UnaryOperator<Needs> needs,
      Supplier<OriginalRequest> original) {
    /** Copies the lines. */
    public Question {
      proof = List.copyOf(proof);
    }
  }

  /** Looks without waiting; null when that is not possible, and {@link #now} must follow. */
  public @Nullable Verdict atOnce() {
    return guarded(false);
  }

  /** Looks on a thread that may wait for the database. */
  public Verdict now() {
    Verdict verdict = guarded(true);
    if (verdict == null) {
      throw new IllegalStateException("a check that may wait has a verdict");
    }
    return verdict;
  }

  /** What there is to say when nobody could look. */
  public Verdict refused(RuntimeException why) {
    return new Verdict.Refused(why, null, credentialCame);
  }

  private @Nullable Verdict guarded(boolean mayWait) {
    try {
      return look(mayWait);
    } catch (KeybearerException known) {
      return refused(known);
    } catch (RuntimeException unforeseen) {
      LOG.error("a gateway's check failed", unforeseen);
      return refused(unforeseen);
    }
  }

  private @Nullable Verdict look(boolean mayWait) {
    GatewayField field = GatewayField.of(question.proof);
    if (field == null) {
      throw gateways.withoutProof(question.peer);
    }
    Caller caller = gateway;
    if (caller == null) {
      Verification proof =
          verify(Caller.application(), gateways.request(field.key(), question), mayWait);
      if (proof == null) {
        return null;
      }
      caller = gateways.admit(proof, question.peer, ReservedPermission.VERIFY);
      gateway = caller;
    }
    Needs needs = question.needs.apply(field.needs());
    OriginalRequest original = question.original.get();
    SecretText key = original.key();
    if (key == null) {
      throw new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    credentialCame = true;
    Verification verdict = verify(caller, original.verification(key, needs), mayWait);
    if (verdict instanceof Verification.Denied denied) {
      return new Verdict.Refused(denied.reason().refusal(), denied, true);
    }
    return verdict == null ? null : new Verdict.Passed((Verification.Accepted) verdict);
  }

  private @Nullable Verification verify(
      Caller caller, VerificationRequest request, boolean mayWait) {
    return mayWait
        ? verifier.verify(caller, request)
        : verifier.verifyFromMemory(caller, request).orElse(null);
  }
}
