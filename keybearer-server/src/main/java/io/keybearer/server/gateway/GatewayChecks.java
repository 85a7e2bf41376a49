package io.keybearer.server.gateway;

import io.keybearer.key.Caller;
import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.verification.Verifier;
import java.util.List;
import java.util.function.LongSupplier;

/** Where the checks of gateways begin. Safe for concurrent use. */
public final class GatewayChecks {
  private final Verifier verifier;
  private final ClientAddressResolver clientAddress;
  private final GatewayAdmission gateways;

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
    this.gateways = new GatewayAdmission(nanoTime);
  }

  /** How the address of a client is found. */
  public ClientAddressResolver clientAddress() {
    return clientAddress;
  }

  /** Begins one. */
  public GatewayCheck begin(GatewayCheck.Question question) {
    return new GatewayCheck(verifier, gateways, question);
  }

  /**
   * Says who a gateway is that asks for something else than a verdict; may wait for the database.
   *
   * @param proof every line of {@code X-Keybearer-Gateway}
   * @param endpoint what its key is used on
   * @param peer its address
   * @param power what it must hold
   * @throws io.keybearer.problem.KeybearerException {@code GATEWAY_REFUSED}, or no verdict at all
   */
  public Caller admit(List<String> proof, String endpoint, String peer, ReservedPermission power) {
    GatewayField field = GatewayField.of(proof);
    if (field == null) {
      throw gateways.withoutProof(peer);
    }
    return gateways.admit(
        verifier.verify(Caller.application(), gateways.request(field.key(), endpoint, peer)),
        peer,
        power);
  }
}
