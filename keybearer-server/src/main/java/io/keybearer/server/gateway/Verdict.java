package io.keybearer.server.gateway;

import io.keybearer.problem.KeybearerException;
import io.keybearer.server.problem.ServerProblem;
import io.keybearer.verification.Verification;
import org.jspecify.annotations.Nullable;

/** What a gateway is to do with a request. */
public sealed interface Verdict {
  /**
   * Let it through.
   *
   * @param accepted what was said of the client's key
   */
  record Passed(Verification.Accepted accepted) implements Verdict {}

  /**
   * Answer it in the service's place.
   *
   * @param failure why
   * @param denied what was said of the client's key; null when nothing was
   * @param credentialCame whether the client sent a key
   */
  record Refused(
      RuntimeException failure, Verification.@Nullable Denied denied, boolean credentialCame)
      implements Verdict {
    /** Whether it was the gateway itself that was refused. */
    public boolean byGateway() {
      return failure instanceof KeybearerException known
          && known.code() == ServerProblem.GATEWAY_REFUSED;
    }
  }
}
