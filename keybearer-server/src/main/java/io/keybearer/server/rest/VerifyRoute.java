package io.keybearer.server.rest;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Scope;
import io.keybearer.log.Captured;
import io.keybearer.log.LogId;
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
import io.keybearer.server.json.PlainObject;
import io.keybearer.server.json.StrictJson;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import io.keybearer.verification.Verifier;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The verdict on a key, given on the event loop when the key is in memory. */
public final class VerifyRoute implements Handler {
  private static final Set<String> USUAL_METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");
  private static final int LONGEST_KEY = 1_024;
  private static final int LONGEST_FIELD = 8_192;
  private static final int LONGEST_METHOD = 32;
  private static final int LONGEST_SLUG = 63;
  private static final int MOST_PERMISSIONS = 100;
  static final long MOST_COST = 1_000_000_000;
  private static final Function<String, Scope> SCOPE = Forms.oneOf(Scope.values(), Scope::wireName);

  /** Its path. */
  public static final String PATH = "/v1/keys/verify";

  /** What its callers must hold. */
  public static final Requirement REQUIREMENT = Requirement.holding(ReservedPermission.VERIFY);

  private final Keybearer keybearer;

  VerifyRoute(Keybearer keybearer) {
    this.keybearer = keybearer;
  }

  List<Route> routes() {
    return List.of(
        Route.of(HttpMethod.POST, PATH, REQUIREMENT, BodyRule.json(), this).withoutCallerRow());
  }

  @Override
  public Handler forCall(Call call) {
    return new OneVerification(keybearer.verifier(), read(call.body().getBytes()));
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

  /**
   * Reads a body, in UTF-8.
   *
   * @throws io.keybearer.problem.KeybearerException saying all that is wrong with it
   */
  public static VerificationRequest read(byte[] utf8) {
    VerificationRequest usual = readUsual(utf8);
    return usual == null ? readAny(utf8) : usual;
  }

  /** Reads any body, and says what is wrong with it. */
  static VerificationRequest readAny(byte[] utf8) {
    ObjectReader body = ObjectReader.of(StrictJson.read(utf8));
    VerificationRequest request = read(body);
    body.finish();
    return request;
  }

  /** Reads a body of the usual form; null when it is of another, or anything is wrong with it. */
  static @Nullable VerificationRequest readUsual(byte[] utf8) {
    PlainObject body = PlainObject.of(utf8);
    String key = body == null ? null : body.text("key");
    if (body == null || key == null) {
      return null;
    }
    try {
      VerificationRequest.Builder request = VerificationRequest.of(bounded(key, 1, LONGEST_KEY))
          .ip(made(body.text("ip"), IpAddress::parse))
          .referer(field(body, "referer", 0))
          .origin(field(body, "origin", 0))
          .userAgent(field(body, "user_agent", 0))
          .method(made(body.text("method"), VerifyRoute::method))
          .endpoint(field(body, "endpoint", 1))
          .scope(made(body.text("scope"), SCOPE))
          .cost(cost(body.number("cost", 1)));
      return body.isWhollyRead() ? request.build() : null;
    } catch (InvalidValueException toBeSaidByTheOther) {
      return null;
    }
  }

  private static <T> @Nullable T made(@Nullable String text, Function<String, T> form) {
    return text == null ? null : form.apply(text);
  }

  private static @Nullable String field(PlainObject body, String name, int least) {
    String text = body.text(name);
    return text == null ? null : bounded(text, least, LONGEST_FIELD);
  }

  private static long cost(long cost) {
    if (cost > MOST_COST) {
      throw new InvalidValueException(ProblemCode.OUT_OF_RANGE, 0, MOST_COST);
    }
    return cost;
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
        .scope(body.text("scope", SCOPE).orNull())
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

  /** The answer that tells a verdict. */
  public static Answer answer(Verification verdict) {
    return Answer.json(200, JsonWriter.object(json -> write(verdict, json)));
  }

  /** Writes the members of that answer's body. */
  public static void write(Verification verdict, JsonWriter json) {
    json.flag("valid", verdict.valid());
    json.text("code", verdict.code());
    json.text("rule", verdict instanceof Verification.Denied denied ? denied.rule() : null);
    LogId row = verdict.logId();
    json.id("log_id", row == null ? null : row.value());
    ApiKey key = keyOf(verdict);
    json.written("api_key", key == null ? null : VerifiedKeys.json(key));
    json.object("rate_limit", LimitJson.tightest(verdict.limits()).orElse(null), LimitJson::write);
    KeyJson.writeRules("shadow_denied", verdict.shadowDenied(), json);
    Captured captured = verdict.captured();
    if (captured.any()) {
      json.object("capture", capture -> {
        capture.flag("request", captured.request());
        capture.flag("response", captured.response());
      });
    }
  }

  private static @Nullable ApiKey keyOf(Verification verdict) {
    return verdict instanceof Verification.Accepted accepted
        ? accepted.key()
        : ((Verification.Denied) verdict).key();
  }
}
