package io.keybearer.server.gateway.envoy;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Languages;
import io.keybearer.problem.ProblemKind;
import io.keybearer.server.gateway.CheckAnswer;
import io.keybearer.server.gateway.GatewayCheck;
import io.keybearer.server.gateway.GatewayChecks;
import io.keybearer.server.gateway.GatewayField;
import io.keybearer.server.gateway.Verdict;
import io.keybearer.server.http.Incoming;
import io.keybearer.server.http.StoreThreads;
import java.util.List;
import java.util.Locale;

/**
 * {@code envoy.service.auth.v3.Authorization/Check}. What a client is to hear is an answer, also
 * when the gateway itself was refused, which no setting of Envoy then lets through; that we could
 * not tell is the end of the call, of which Envoy makes what its operator chose.
 */
final class AuthorizationService implements GrpcServices.Method {
  static final String PATH = "/envoy.service.auth.v3.Authorization/Check";

  private static final int LONGEST = 256 * 1024;

  private final GatewayChecks checks;
  private final StoreThreads threads;

  AuthorizationService(GatewayChecks checks, StoreThreads threads) {
    this.checks = checks;
    this.threads = threads;
  }

  @Override
  public void begin(GrpcCall call) {
    byte[][] only = new byte[1][];
    call.read(
        LONGEST,
        message -> {
          if (only[0] != null) {
            throw new MalformedMessageException();
          }
          only[0] = message;
        },
        () -> {
          if (only[0] == null) {
            throw new MalformedMessageException();
          }
          check(call, EnvoyRequest.read(only[0]));
        });
  }

  private void check(GrpcCall call, EnvoyRequest request) {
    Incoming incoming = call.incoming();
    GatewayCheck check = checks.begin(new GatewayCheck.Question(
        incoming.lines(GatewayField.NAME),
        PATH,
        incoming.peer(),
        request::needs,
        () -> request.original(checks.clientAddress())));
    Verdict verdict = check.atOnce();
    if (verdict != null) {
      answer(call, request, verdict);
      return;
    }
    threads.run(
        () -> call.back(check::now, later -> answer(call, request, later)), call::failElsewhere);
  }

  private static void answer(GrpcCall call, EnvoyRequest request, Verdict verdict) {
    if (verdict instanceof Verdict.Refused refused
        && !refused.byGateway()
        && isNoAnswer(refused.failure())) {
      throw refused.failure();
    }
    Locale locale =
        Languages.best(request.headers().getOrDefault("accept-language", List.of()).stream()
            .findFirst()
            .orElse(null));
    CheckAnswer answer = CheckAnswer.of(verdict, locale, call.incoming().requestId());
    call.answer(CheckResponse.of(answer, request.headers().keySet()));
  }

  private static boolean isNoAnswer(RuntimeException failure) {
    return !(failure instanceof KeybearerException known)
        || known.code().kind() == ProblemKind.UNAVAILABLE;
  }
}
