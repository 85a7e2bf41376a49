package io.keybearer.server.gateway;

import io.keybearer.policy.IpAddress;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.secret.PresentedKey;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.VerificationRequest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request that a gateway asks about, as it tells it.
 *
 * @param authorization every line of {@code Authorization}
 * @param apiKey every line of {@code X-API-Key}
 * @param method the HTTP method; null when the gateway did not say
 * @param target the path, with or without query; null when the gateway did not say
 * @param ip the client's address; null when it is not known
 * @param referer the Referer field
 * @param origin the Origin field
 * @param userAgent the User-Agent field
 */
public record OriginalRequest(
    List<String> authorization,
    List<String> apiKey,
    @Nullable String method,
    @Nullable String target,
    @Nullable IpAddress ip,
    @Nullable String referer,
    @Nullable String origin,
    @Nullable String userAgent) {
  private static final int LONGEST_METHOD = 32;

  /** Copies the lists. */
  public OriginalRequest {
    authorization = List.copyOf(authorization);
    apiKey = List.copyOf(apiKey);
  }

  /**
   * The key that the client presents; null when none came.
   *
   * @throws io.keybearer.problem.KeybearerException {@code CREDENTIAL_REPEATED}
   */
  @Nullable
  SecretText key() {
    return PresentedKey.find(authorization, apiKey).orElse(null);
  }

  /**
   * What is to be verified.
   *
   * @throws InvalidRequestException when the gateway does not tell method and path, without which
   *     nothing could be said of what the request may do
   */
  VerificationRequest verification(SecretText key, Needs needs) {
    String asked = method == null ? "" : method;
    String path = target == null ? "" : target;
    List<FieldProblem> problems = new ArrayList<>();
    if (asked.isEmpty()) {
      problems.add(FieldProblem.of("method", ProblemCode.REQUIRED));
    } else if (!isMethod(asked)) {
      problems.add(FieldProblem.of("method", ProblemCode.WRONG_FORM, "GET"));
    }
    if (path.isEmpty()) {
      problems.add(FieldProblem.of("path", ProblemCode.REQUIRED));
    } else if (path.charAt(0) != '/' && !path.equals("*")) {
      problems.add(FieldProblem.of("path", ProblemCode.WRONG_FORM, "/orders/7"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return VerificationRequest.of(key)
        .ip(ip)
        .referer(referer)
        .origin(origin)
        .userAgent(userAgent)
        .method(asked)
        .endpoint(path)
        .scope(needs.scopeFor(asked))
        .permissions(needs.permissions())
        .build();
  }

  /** Methods are case-sensitive (RFC 9110 section 9.1): {@code get} is not GET. */
  private static boolean isMethod(String text) {
    if (text.length() > LONGEST_METHOD) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      if (!alphanumeric && "!#$%&'*+-.^_`|~".indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }
}
