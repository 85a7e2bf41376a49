package io.keybearer.server.gateway;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.policy.IpAddress;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.KeybearerException;
import io.keybearer.secret.SecretText;
import io.keybearer.server.problem.ServerProblem;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says whether a gateway has proved itself. A gateway's key is verified like any other, with its
 * addresses, routes and limits. Why one is refused is told to the operator, in one line a second at
 * most, since a gateway that is set up wrongly asks again with every request; its clients only hear
 * that it is. Safe for concurrent use.
 */
final class GatewayAdmission {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayAdmission.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicLong next;

  GatewayAdmission(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /** Where the gateway itself is, whoever its clients are; their pages are not its own. */
  VerificationRequest request(SecretText key, GatewayCheck.Question question) {
    return request(key, question.endpoint(), question.peer());
  }

  VerificationRequest request(SecretText key, String endpoint, String peer) {
    return VerificationRequest.of(key)
        .ip(IpAddress.find(peer).orElse(null))
        .method("GET")
        .endpoint(endpoint)
        .withoutScope()
        .withoutRow()
        .build();
  }

  /**
   * Lets a gateway in.
   *
   * @throws KeybearerException {@code GATEWAY_REFUSED}
   */
  Caller admit(Verification proof, String peer, ReservedPermission power) {
    if (proof instanceof Verification.Denied denied) {
      throw refusal(peer, "its key is " + denied.code());
    }
    ApiKey key = ((Verification.Accepted) proof).key();
    if (!key.attributes().permissions().allows(power)) {
      throw refusal(peer, "its key " + key.prefix() + " does not hold " + power.wireName());
    }
    return Caller.holding(key);
  }

  /** The refusal of one that did not try. */
  KeybearerException withoutProof(String peer) {
    return refusal(peer, "expected one " + GatewayField.NAME);
  }

  /** Nothing that came with the request is told, which could be anything. */
  private KeybearerException refusal(String peer, String why) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
      LOG.warn("the check of a gateway at {} was refused: {}", peer, why);
    }
    return new KeybearerException(ServerProblem.GATEWAY_REFUSED);
  }
}
