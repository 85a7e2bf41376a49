package io.keybearer.server.gateway;

import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.verification.Verifier;
import java.util.function.LongSupplier;

/** Where the checks of gateways begin. Safe for concurrent use. */
public final class GatewayChecks {
  private final Verifier verifier;
  private final ClientAddressResolver clientAddress;
  private final RefusedGateways refusedGateways;

  /**
   * Makes a beginning.
   *
   * @param clientAddress which header tells where clients are, and whose proxies are trusted beside
   *     the gateways
   * @param nanoTime monotonic nanoseconds
   */
  public GatewayChecks(
      Verifier verifier, ClientAddressResolver clientAddress, LongSupplier nanoTime) {
    this.verifier = verifier;
    this.clientAddress = clientAddress;
    this.refusedGateways = new RefusedGateways(nanoTime);
  }

  /** How the address of a client is found. */
  public ClientAddressResolver clientAddress() {
    return clientAddress;
  }

  /** Begins one. */
  public GatewayCheck begin(GatewayCheck.Question question) {
    return new GatewayCheck(verifier, refusedGateways, question);
  }
}
