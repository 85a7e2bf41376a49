package io.keybearer.server.http;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Caller;
import io.keybearer.policy.ClientAddressResolver;
import io.keybearer.policy.IpAddress;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says who a caller of the server's own routes is, and whether it may come in. A caller's key is
 * verified like any other, with its addresses, referers, routes and limits; only its scope, which
 * speaks of the customer's API, is not looked at. Safe for concurrent use.
 */
public final class Doorkeeper {
  private final Verifier verifier;
  private final ClientAddressResolver clientAddress;

  /** Makes a doorkeeper. */
  public Doorkeeper(Verifier verifier, ClientAddressResolver clientAddress) {
    this.verifier = verifier;
    this.clientAddress = clientAddress;
  }

  /** What gives verdicts. */
  public Verifier verifier() {
    return verifier;
  }

  /** What is to be verified of a request. */
  VerificationRequest request(SecretText key, HttpServerRequest request, Route route) {
    List<String> forwarded = Fields.lines(request, clientAddress.header().headerName());
    IpAddress ip =
        clientAddress.resolve(new Incoming(request, "").peer(), forwarded).orElse(null);
    VerificationRequest.Builder asked = VerificationRequest.of(key)
        .ip(ip)
        .referer(Fields.line(request, Fields.REFERER))
        .origin(Fields.line(request, Fields.ORIGIN))
        .userAgent(Fields.line(request, Fields.USER_AGENT))
        .method(request.method().name())
        .endpoint(request.path())
        .withoutScope();
    return route.callerRow() ? asked.build() : asked.withoutRow().build();
  }

  /** The client at the socket's other end, where no proxy has said another. */
  public @Nullable IpAddress client(String peer) {
    return clientAddress.resolve(Incoming.withoutZone(peer), List.of()).orElse(null);
  }

  /**
   * Lets a caller in.
   *
   * @throws KeybearerException saying why not
   */
  public static Caller admit(Verification verdict, Requirement requirement) {
    if (verdict instanceof Verification.Denied denied) {
      throw denied.reason().refusal();
    }
    ApiKey key = ((Verification.Accepted) verdict).key();
    Caller caller = Caller.holding(key);
    if (requirement instanceof Requirement.Reserved reserved) {
      if (!key.attributes().permissions().allows(reserved.permission())) {
        throw new ForbiddenException(
            ProblemCode.PERMISSION_MISSING, reserved.permission().wireName());
      }
      if (reserved.platformOnly() && !caller.isPlatform()) {
        throw new ForbiddenException(ProblemCode.PLATFORM_ONLY);
      }
    }
    return caller;
  }
}
