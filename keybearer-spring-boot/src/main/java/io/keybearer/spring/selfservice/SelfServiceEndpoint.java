package io.keybearer.spring.selfservice;

import io.keybearer.key.ApiKey;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyType;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.servlet.KeyedRequest;
import io.keybearer.servlet.ProblemAnswer;
import io.keybearer.spring.selfservice.OwnKeys.Person;
import io.keybearer.store.Cursor;
import io.keybearer.store.PageRequest;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.HttpRequestHandler;

/**
 * Answers what a signed-in user asks about their own keys: list, create, read, rotate, revoke. Every
 * answer is JSON that nobody stores; every refusal is problem details in the reader's language. Who
 * has signed in, and CSRF, are the application's. Safe for concurrent use.
 */
final class SelfServiceEndpoint implements HttpRequestHandler {
  private static final int MOST_BYTES = 16_384;
  private static final int ORDINARY_PAGE = 50;
  private static final String ROTATE = "rotate";
  private static final String REVOKE = "revoke";

  private final String path;
  private final OwnKeys keys;
  private final KeyOwner owner;
  private final boolean withKeys;
  private final ProblemAnswer problems;

  /**
   * Makes the endpoint.
   *
   * @param path where it is, beginning with a slash and ending without one
   * @param withKeys whether a request that came with a key may pass
   */
  SelfServiceEndpoint(
      String path, OwnKeys keys, KeyOwner owner, boolean withKeys, ProblemAnswer problems) {
    this.path = path;
    this.keys = keys;
    this.owner = owner;
    this.withKeys = withKeys;
    this.problems = problems;
  }

  @Override
  public void handleRequest(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    try {
      answer(request, response, person(request));
    } catch (KeybearerException problem) {
      int status = problem.code() instanceof SelfServiceProblem ours
          ? ours.status()
          : ProblemAnswer.status(problem);
      problems.write(request, response, status, problem);
    }
  }

  private void answer(HttpServletRequest request, HttpServletResponse response, Person person)
      throws IOException {
    List<String> segments = segments(request);
    switch (segments.size()) {
      case 0 -> collection(request, response, person);
      case 1 -> {
        require(request, response, "GET", "HEAD");
        refuseParameters(request);
        ApiKey key = keys.get(person, segments.get(0));
        write(response, 200, OwnKeyJson.one(key, keys.now()));
      }
      case 2 -> action(request, response, person, segments.get(0), segments.get(1));
      default -> throw new NotFoundException();
    }
  }

  private void collection(HttpServletRequest request, HttpServletResponse response, Person person)
      throws IOException {
    require(request, response, "GET", "HEAD", "POST");
    if (!"POST".equals(request.getMethod())) {
      write(response, 200, OwnKeyJson.list(keys.list(person, page(request)), keys.now()));
      return;
    }
    refuseParameters(request);
    created(request, response, keys.create(person, KeyRequest.read(body(request))));
  }

  private void action(
      HttpServletRequest request,
      HttpServletResponse response,
      Person person,
      String id,
      String action)
      throws IOException {
    if (!action.equals(ROTATE) && !action.equals(REVOKE)) {
      throw new NotFoundException();
    }
    require(request, response, "POST");
    refuseParameters(request);
    StrictObject body = body(request);
    if (action.equals(ROTATE)) {
      Duration grace = body.duration("grace");
      body.finish();
      created(request, response, keys.rotate(person, id, grace));
    } else {
      String reason = body.text("reason");
      body.finish();
      ApiKey revoked = keys.revoke(person, id, reason);
      write(response, 200, OwnKeyJson.one(revoked, keys.now()));
    }
  }

  /**
   * Who asks.
   *
   * @throws KeybearerException {@code UNAUTHENTICATED} when nobody has signed in, {@code
   *     KEY_RESTRICTED} when the request came with a key that may not do this
   */
  private Person person(HttpServletRequest request) {
    ApiKey key = KeyedRequest.key(request).orElse(null);
    if (key != null) {
      String user = key.attributes().user();
      if (!withKeys || key.type() != KeyType.USER || user == null) {
        throw new KeybearerException(ProblemCode.KEY_RESTRICTED, "ACCESS_DENIED");
      }
      return new Person(CompanyRef.of(key.company()), user, key);
    }
    KeyOwner.Account account =
        owner.of(request).orElseThrow(() -> new KeybearerException(ProblemCode.UNAUTHENTICATED));
    return new Person(CompanyRef.parse(account.company()), account.user(), null);
  }

  /** What follows the path of these endpoints, cut at slashes; an empty segment is nobody's. */
  private List<String> segments(HttpServletRequest request) {
    String info = request.getPathInfo();
    String led = info == null ? request.getServletPath() : info;
    if (!led.startsWith(path)) {
      throw new NotFoundException();
    }
    String rest = led.substring(path.length());
    if (rest.isEmpty()) {
      return List.of();
    }
    return List.of(rest.substring(1).split("/", -1));
  }

  private static void require(
      HttpServletRequest request, HttpServletResponse response, String... methods) {
    if (!List.of(methods).contains(request.getMethod())) {
      String known = String.join(", ", methods);
      response.setHeader("Allow", known);
      throw new KeybearerException(SelfServiceProblem.METHOD_NOT_ALLOWED, known);
    }
  }

  private static PageRequest page(HttpServletRequest request) {
    String size = parameter(request, "limit");
    String cursor = parameter(request, "cursor");
    for (String name : request.getParameterMap().keySet()) {
      if (!name.equals("limit") && !name.equals("cursor")) {
        throw InvalidRequestException.at("query", SelfServiceProblem.UNKNOWN_PARAMETER);
      }
    }
    if (size != null && !size.matches("[1-9][0-9]{0,2}")) {
      throw outOfRange();
    }
    int items = size == null ? ORDINARY_PAGE : Integer.parseInt(size);
    if (items > PageRequest.MOST) {
      throw outOfRange();
    }
    return new PageRequest(items, cursor == null ? null : cursor(cursor));
  }

  private static InvalidRequestException outOfRange() {
    return InvalidRequestException.at("limit", ProblemCode.OUT_OF_RANGE, 1, PageRequest.MOST);
  }

  private static Cursor cursor(String text) {
    try {
      return Cursor.parse(text);
    } catch (KeybearerException malformed) {
      throw InvalidRequestException.at("cursor", ProblemCode.CURSOR_INVALID);
    }
  }

  private static @Nullable String parameter(HttpServletRequest request, String name) {
    String[] values = request.getParameterMap().get(name);
    if (values != null && values.length > 1) {
      throw InvalidRequestException.at(name, SelfServiceProblem.REPEATED_PARAMETER);
    }
    return values == null ? null : values[0];
  }

  private static void refuseParameters(HttpServletRequest request) {
    if (request.getQueryString() != null && !request.getQueryString().isEmpty()) {
      throw InvalidRequestException.at("query", SelfServiceProblem.UNKNOWN_PARAMETER);
    }
  }

  /**
   * The body; where there is none, an object without members.
   *
   * @throws KeybearerException {@code BODY_TOO_LARGE}, {@code UNSUPPORTED_MEDIA_TYPE}, {@code
   *     MALFORMED_JSON}
   */
  private static StrictObject body(HttpServletRequest request) throws IOException {
    byte[] body = request.getInputStream().readNBytes(MOST_BYTES + 1);
    if (body.length > MOST_BYTES) {
      throw new KeybearerException(SelfServiceProblem.BODY_TOO_LARGE, MOST_BYTES);
    }
    if (body.length > 0 && !isJson(request.getContentType())) {
      throw new KeybearerException(SelfServiceProblem.UNSUPPORTED_MEDIA_TYPE, "application/json");
    }
    return StrictObject.parse(body);
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType
            .toLowerCase(Locale.ROOT)
            .matches("application/json\\s*(;\\s*charset\\s*=\\s*\"?utf-8\"?\\s*)?");
  }

  private void created(HttpServletRequest request, HttpServletResponse response, IssuedKey issued)
      throws IOException {
    response.setHeader(
        "Location", request.getContextPath() + path + "/" + issued.key().id());
    write(response, 201, OwnKeyJson.issued(issued, keys.now()));
  }

  private static void write(HttpServletResponse response, int status, byte[] json)
      throws IOException {
    response.setStatus(status);
    Map.of("Cache-Control", "no-store", "X-Content-Type-Options", "nosniff")
        .forEach(response::setHeader);
    response.setContentType("application/json");
    response.setContentLength(json.length);
    response.getOutputStream().write(json);
  }
}
