package io.keybearer.server.gateway;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator why gateways are refused, and their clients only that they are. One line a
 * second at most, since a gateway that is set up wrongly asks again with every request. Safe for
 * concurrent use.
 */
final class RefusedGateways {
  private static final Logger LOG = LoggerFactory.getLogger(RefusedGateways.class);
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final LongSupplier nanoTime;
  private final AtomicLong next;

  RefusedGateways(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.next = new AtomicLong(nanoTime.getAsLong());
  }

  /**
   * Makes the refusal of one.
   *
   * @param peer where it asked from
   * @param why for the operator; nothing that came with the request
   */
  KeybearerException refusal(String peer, String why) {
    long now = nanoTime.getAsLong();
    long due = next.get();
    if (now - due >= 0 && next.compareAndSet(due, now + PAUSE)) {
      LOG.warn("the check of a gateway at {} was refused: {}", peer, why);
    }
    return new KeybearerException(ServerProblem.GATEWAY_REFUSED);
  }
}
