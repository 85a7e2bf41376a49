package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.policy.IpAddress;
import io.keybearer.policy.Permission;
import io.keybearer.policy.ReservedPermission;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.http.Answer;
import io.keybearer.server.http.BodyRule;
import io.keybearer.server.http.Call;
import io.keybearer.server.http.Handler;
import io.keybearer.server.http.Requirement;
import io.keybearer.server.http.Route;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.server.json.ObjectReader;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The verdict on a key, given on the event loop when the key is in memory. */
final class VerifyRoute implements Handler {
  private static final Set<String> USUAL_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int LONGEST_KEY = 1_024;
  private static final int LONGEST_FIELD = 8_192;
  private static final int LONGEST_METHOD = 32;
  private static final int LONGEST_SLUG = 63;
  private static final int MOST_PERMISSIONS = 100;
  static final long MOST_COST = 1_000_000_000;

  private final Keybearer keybearer;

  VerifyRoute(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    Requirement verify = Requirement.holding(ReservedPermission.VERIFY);
    return List.of(Route.of(HttpMethod.POST, "/v1/keys/verify", verify, BodyRule.json(), this)
        .withoutCallerRow());
  }

  @Override
  public Handler forCall(Call call) {
    ObjectReader body = Bodies.object(call);
    VerificationRequest request = read(body);
    body.finish();
    return new OneVerification(keybearer.verifier(), request);
  }

  @Override
  public Answer answer(Call call) {
    return forCall(call).answer(call);
  }

  /** One call, whose body is read once whether the store has to be read or not. */
  private record OneVerification(Verifier verifier, VerificationRequest request)
      implements Handler {
    @Override
    public @Nullable Answer answerAtOnce(Call call) {
      return verifier
          .verifyFromMemory(call.holder(), request)
          .map(VerifyRoute::answer)
          .orElse(null);
    }

    @Override
    public Answer answer(Call call) {
      return VerifyRoute.answer(verifier.verify(call.holder(), request));
    }
  }

  /** Reads one request; what is wrong with it is noted. */
  static VerificationRequest read(ObjectReader body) {
    body.require("key");
    String key = body.text("key", text -> bounded(text, 1, LONGEST_KEY)).orNull();
    VerificationRequest.Builder request = VerificationRequest.of(
            Objects.requireNonNullElse(key, ""))
        .ip(body.text("ip", IpAddress::parse).orNull())
        .referer(field(body, "referer", 0))
        .origin(field(body, "origin", 0))
        .userAgent(field(body, "user_agent", 0))
        .method(body.text("method", VerifyRoute::method).orNull())
        .endpoint(field(body, "endpoint", 1))
        .scope(body.text("scope", Forms.oneOf(Scope.values(), Scope::wireName)).orNull())
        .permissions(permissions(body))
        .company(body.text("company", VerifyRoute::company).orNull())
        .cost(body.number("cost", 0, MOST_COST).or(1L));
    return request.build();
  }

  static @Nullable String field(ObjectReader body, String name, int least) {
    return body.text(name, text -> bounded(text, least, LONGEST_FIELD)).orNull();
  }

  static List<String> permissions(ObjectReader body) {
    List<String> needed = body.texts("permissions", VerifyRoute::permission).or(List.of());
    if (needed.size() > MOST_PERMISSIONS) {
      body.note("permissions", ProblemCode.TOO_MANY, MOST_PERMISSIONS);
    }
    return needed;
  }

  private static String permission(String text) {
    if (Permission.isName(text)) {
      return text;
    }
    throw new InvalidValueException(ProblemCode.PERMISSION_INVALID);
  }

  private static CompanyRef company(String text) {
    return CompanyRef.parse(bounded(text, 1, LONGEST_SLUG));
  }

  /** A method of any case, as the token that HTTP makes of it. */
  static String method(String text) {
    if (USUAL_METHODS.contains(text)) {
      return text;
    }
    bounded(text, 1, LONGEST_METHOD);
    if (text.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
      return text.toUpperCase(Locale.ROOT);
    }
    throw new InvalidValueException(ProblemCode.WRONG_FORM, "GET");
  }

  static String bounded(String text, int least, int most) {
    if (text.length() < least || text.length() > most) {
      throw new InvalidValueException(ProblemCode.WRONG_LENGTH, least, most);
    }
    return text;
  }

  private static Answer answer(Verification verdict) {
    return Answer.json(200, JsonWriter.object(json -> write(verdict, json)));
  }

  static void write(Verification verdict, JsonWriter json) {
    json.flag("valid", verdict.valid());
    json.text("code", verdict.code());
    json.text("rule", verdict instanceof Verification.Denied denied ? denied.rule() : null);
    json.printed("log_id", verdict.logId());
    json.object("api_key", keyOf(verdict), KeyJson::writeVerified);
    json.object("rate_limit", LimitJson.tightest(verdict.limits()).orElse(null), LimitJson::write);
    KeyJson.writeRules("shadow_denied", verdict.shadowDenied(), json);
  }

  private static @Nullable ApiKey keyOf(Verification verdict) {
    return verdict instanceof Verification.Accepted accepted
        ? accepted.key()
        : ((Verification.Denied) verdict).key();
  }
}
