package io.keybearer.servlet;

import io.keybearer.limit.LimitStatus;
import io.keybearer.limit.RateLimitFields;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.Languages;
import io.keybearer.verification.Verification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Answers with what is wrong, as {@code application/problem+json} (RFC 9457) in the language that
 * the reader asks for: {@code type}, {@code code}, {@code title}, {@code status}, {@code detail},
 * {@code request_id} and {@code errors}, and {@code reason}, the verification code, where a key was
 * refused. {@code code} and {@code reason} never change. Immutable.
 */
public final class ProblemAnswer {
  private static final Pattern HARMLESS = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern REALM = Pattern.compile("[ !#-\\[\\]-~]{1,100}");
  private static final String RETRY_SOON = "1";

  private final String realm;

  /**
   * Makes answers of one realm.
   *
   * @param realm what {@code WWW-Authenticate} calls this application; printable ASCII without
   *     quotes and backslashes
   * @throws IllegalArgumentException when it has another form
   */
  public ProblemAnswer(String realm) {
    if (!REALM.matcher(realm).matches()) {
      throw new IllegalArgumentException(
          "expected a realm of 1 to 100 printable ASCII characters without quotes or backslashes");
    }
    this.realm = realm;
  }

  /**
   * Answers a request.
   *
   * @param problem what is wrong
   * @param verdict what was said of the request's key; absent when nothing was
   * @param credentialCame whether a credential came, which a {@code 401} then calls invalid
   * @return the status
   * @throws IOException when the client does not take the answer
   */
  public int write(
      HttpServletRequest request,
      HttpServletResponse response,
      KeybearerException problem,
      @Nullable Verification verdict,
      boolean credentialCame)
      throws IOException {
    return write(request, response, status(problem), problem, verdict, credentialCame);
  }

  /**
   * Answers a request with a status of its own, about no key.
   *
   * @param status 400 and above
   * @throws IOException when the client does not take the answer
   */
  public int write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      KeybearerException problem)
      throws IOException {
    return write(request, response, status, problem, null, false);
  }

  private int write(
      HttpServletRequest request,
      HttpServletResponse response,
      int status,
      KeybearerException problem,
      @Nullable Verification verdict,
      boolean credentialCame)
      throws IOException {
    if (response.isCommitted()) {
      return status;
    }
    response.resetBuffer();
    response.setStatus(status);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    Locale language = Languages.best(line(request, "Accept-Language"));
    response.setHeader("Content-Language", language.getLanguage());
    if (verdict != null) {
      limits(response, verdict.limits());
    }
    if (status == 401) {
      response.setHeader("WWW-Authenticate", challenge(credentialCame));
    } else if (status == 429 && verdict != null) {
      response.setHeader(
          "Retry-After", Long.toString(RateLimitFields.retryAfter(verdict.limits())));
    } else if (status == 429 || status == 503) {
      response.setHeader("Retry-After", RETRY_SOON);
    }
    byte[] body =
        json(request, problem, verdict, status, language).getBytes(StandardCharsets.UTF_8);
    response.setContentType("application/problem+json");
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
    return status;
  }

  /** Says in {@code RateLimit-Policy} and {@code RateLimit} where limits stand; nothing without any. */
  public static void limits(HttpServletResponse response, List<LimitStatus> limits) {
    if (!limits.isEmpty()) {
      response.setHeader("RateLimit-Policy", RateLimitFields.policy(limits));
      response.setHeader("RateLimit", RateLimitFields.standing(limits));
    }
  }

  private String challenge(boolean credentialCame) {
    return "Bearer realm=\"" + realm + (credentialCame ? "\", error=\"invalid_token\"" : "\"");
  }

  private static @Nullable String line(HttpServletRequest request, String name) {
    List<String> lines = Collections.list(request.getHeaders(name));
    return lines.size() == 1 ? lines.get(0) : null;
  }

  private static String json(
      HttpServletRequest request,
      KeybearerException problem,
      @Nullable Verification verdict,
      int status,
      Locale language) {
    JsonObject json = new JsonObject()
        .text("type", "urn:keybearer:problem:" + kebab(problem.code().name()))
        .text("code", problem.code().name())
        .text("title", title(status))
        .number("status", status)
        .text("detail", problem.code().text(language, problem.arguments()));
    if (verdict instanceof Verification.Denied denied) {
      json.text("reason", denied.code());
    }
    String id = requestId(request);
    if (id != null) {
      json.text("request_id", id);
    }
    List<JsonObject> errors =
        problem.fields().stream().map(field -> error(field, language)).toList();
    return json.objects("errors", errors).close();
  }

  private static JsonObject error(FieldProblem field, Locale language) {
    return new JsonObject()
        .text("path", field.path())
        .text("code", field.code().name())
        .text("detail", field.text(language));
  }

  /** What came in X-Request-Id, when it is harmless, or else the container's own. */
  private static @Nullable String requestId(HttpServletRequest request) {
    String came = line(request, "X-Request-Id");
    if (came != null && HARMLESS.matcher(came).matches()) {
      return came;
    }
    String own = request.getRequestId();
    return own == null || own.isEmpty() ? null : own;
  }

  private static String kebab(String name) {
    return name.toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The status that a problem is answered with, as far as its kind tells. */
  public static int status(KeybearerException problem) {
    return switch (problem.code().kind()) {
      case INVALID -> 400;
      case UNAUTHENTICATED -> 401;
      case FORBIDDEN -> 403;
      case NOT_FOUND -> 404;
      case CONFLICT -> 409;
      case PRECONDITION_FAILED -> 412;
      case EXHAUSTED -> 429;
      case UNAVAILABLE -> 503;
    };
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Bad Request";
      case 401 -> "Unauthorized";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 409 -> "Conflict";
      case 412 -> "Precondition Failed";
      case 413 -> "Content Too Large";
      case 415 -> "Unsupported Media Type";
      case 429 -> "Too Many Requests";
      default -> "Service Unavailable";
    };
  }
}
