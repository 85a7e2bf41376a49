package io.keybearer.server.gateway;

import io.keybearer.problem.KeybearerException;
import io.keybearer.secret.PresentedKey;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Incoming;
import io.keybearer.server.http.PathTemplate;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The checks that gateways ask for over HTTP. Decided on the event loop when keys are in memory. */
public final class GatewayRoutes {
  /** The status that the client is to be answered, where a gateway cannot be told by the status. */
  static final String STATUS = "X-Keybearer-Status";

  private static final String FORWARD = "/gateway/forward";
  private static final String NGINX = "/gateway/nginx";
  private static final String ENVOY = "/gateway/envoy";
  private static final CharSequence PROOF = HttpHeaders.createOptimized(GatewayField.NAME);
  private static final CharSequence METHOD = HttpHeaders.createOptimized("X-Forwarded-Method");
  private static final CharSequence URI = HttpHeaders.createOptimized("X-Forwarded-Uri");
  private static final CharSequence API_KEY = HttpHeaders.createOptimized(PresentedKey.X_API_KEY);
  private static final CharSequence TO_REMOVE =
      HttpHeaders.createOptimized("x-envoy-auth-headers-to-remove");
  private static final List<HttpMethod> ENVOY_METHODS = List.of(
      HttpMethod.GET,
      HttpMethod.POST,
      HttpMethod.PUT,
      HttpMethod.PATCH,
      HttpMethod.DELETE,
      HttpMethod.OPTIONS);

  private final GatewayChecks checks;
  private final CharSequence forwardedFor;

  private GatewayRoutes(GatewayChecks checks) {
    this.checks = checks;
    this.forwardedFor =
        HttpHeaders.createOptimized(checks.clientAddress().header().headerName());
  }

  /** The routes of these checks. */
  public static List<Route> of(GatewayChecks checks) {
    GatewayRoutes gateways = new GatewayRoutes(checks);
    List<Route> routes = new ArrayList<>();
    routes.add(gateways.route(
        HttpMethod.GET,
        PathTemplate.of(FORWARD),
        Needs.NAMES,
        call -> gateways.forwarded(call.incoming(), FORWARD),
        answer -> answer.http(answer.status(), Map.of())));
    routes.add(gateways.route(
        HttpMethod.GET,
        PathTemplate.of(NGINX),
        Needs.NAMES,
        call -> gateways.forwarded(call.incoming(), NGINX),
        GatewayRoutes::forNginx));
    for (HttpMethod method : ENVOY_METHODS) {
      routes.add(gateways.route(
          method,
          PathTemplate.open(ENVOY + "/{path}"),
          Set.of(),
          call -> gateways.appended(call.incoming()),
          GatewayRoutes::forEnvoy));
    }
    return List.copyOf(routes);
  }

  private Route route(
      HttpMethod method, PathTemplate path, Set<String> parameters, Reading reading, Form form) {
    return new Route(
        method,
        path,
        Requirement.gateway(),
        parameters,
        BodyRule.none(),
        new Beginning(checks, reading, form),
        false);
  }

  /** What a gateway tells in fields of its own. */
  private GatewayCheck.Question forwarded(Incoming incoming, String endpoint) {
    return new GatewayCheck.Question(
        incoming.lines(PROOF),
        endpoint,
        incoming.peer(),
        needs -> needs.tightenedBy(Needs.of(incoming.parameters(Needs.NAMES))),
        () -> original(
            incoming, incoming.single(METHOD).orElse(null), incoming.single(URI).orElse(null)));
  }

  /** What a gateway sends as the original was, its path behind ours; the query is the client's. */
  private GatewayCheck.Question appended(Incoming incoming) {
    return new GatewayCheck.Question(
        incoming.lines(PROOF),
        ENVOY,
        incoming.peer(),
        needs -> needs,
        () -> original(incoming, incoming.method(), behindPrefix(incoming.target())));
  }

  private static @Nullable String behindPrefix(String target) {
    return target.startsWith(ENVOY + "/") ? target.substring(ENVOY.length()) : null;
  }

  private OriginalRequest original(
      Incoming incoming, @Nullable String method, @Nullable String target) {
    return new OriginalRequest(
        incoming.lines(HttpHeaders.AUTHORIZATION),
        incoming.lines(API_KEY),
        method,
        target,
        checks
            .clientAddress()
            .resolveForGateway(incoming.peer(), incoming.lines(forwardedFor))
            .orElse(null),
        incoming.joined(HttpHeaders.REFERER),
        incoming.joined(HttpHeaders.ORIGIN),
        incoming.joined(HttpHeaders.USER_AGENT));
  }

  /** nginx knows 2xx, 401 and 403; it makes a 500 of everything else. */
  private static Answer forNginx(CheckAnswer answer) {
    int status = answer.status();
    int known = status == 200 || status == 401 ? status : 403;
    return answer.http(known, Map.of(STATUS, Integer.toString(status)));
  }

  /** What a client forged goes, and what carried its key. */
  private static Answer forEnvoy(CheckAnswer answer) {
    if (answer.isOfGateway()) {
      // Of a 5xx Envoy makes what its operator chose for when there is no verdict.
      return answer.http(403, Map.of(STATUS, Integer.toString(answer.status())));
    }
    if (!answer.passes()) {
      return answer.http(answer.status(), Map.of());
    }
    String remove = IdentityFields.NAMES.stream()
        .filter(name -> !answer.identity().containsKey(name))
        .map(name -> name.toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(",", "authorization,x-api-key,x-keybearer-gateway,", ""));
    return answer.http(
        200,
        Map.of(
            TO_REMOVE.toString(),
            remove.endsWith(",") ? remove.substring(0, remove.length() - 1) : remove));
  }

  private interface Reading {
    GatewayCheck.Question of(Call call);
  }

  private interface Form {
    Answer of(CheckAnswer answer);
  }

  /** Where one call's check begins. */
  private record Beginning(GatewayChecks checks, Reading reading, Form form) implements Handler {
    @Override
    public Handler forCall(Call call) {
      return new Running(checks.begin(reading.of(call)), form);
    }

    @Override
    public Answer answer(Call call) {
      return forCall(call).answer(call);
    }
  }

  /** One call's check, which keeps what it knows of the gateway. */
  private record Running(GatewayCheck check, Form form) implements Handler {
    @Override
    public @Nullable Answer answerAtOnce(Call call) {
      Verdict verdict = check.atOnce();
      return verdict == null ? null : written(verdict, call);
    }

    @Override
    public Answer answer(Call call) {
      return written(check.now(), call);
    }

    @Override
    public Answer answerWithoutStore(Call call, KeybearerException why) {
      return written(check.refused(why), call);
    }

    private Answer written(Verdict verdict, Call call) {
      return form.of(CheckAnswer.of(verdict, call.locale(), call.incoming().requestId()));
    }
  }
}
