package io.keybearer.spring.web;

import io.keybearer.key.ApiKey;
import io.keybearer.key.KeyAttributes;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.servlet.KeyedRequest;
import io.keybearer.servlet.ProblemAnswer;
import io.keybearer.verification.DenialReason;
import io.keybearer.verification.Verification;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/** Holds controllers to {@link RequiresScope} and {@link RequiresPermission}. */
final class RequirementInterceptor implements HandlerInterceptor {
  private final ProblemAnswer answer;

  RequirementInterceptor(ProblemAnswer answer) {
    this.answer = answer;
  }

  @Override
  public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
      throws IOException {
    if (!(handler instanceof HandlerMethod method)) {
      return true;
    }
    KeybearerException problem = problem(
        KeyedRequest.key(request),
        found(method, RequiresScope.class),
        found(method, RequiresPermission.class));
    if (problem == null) {
      return true;
    }
    Optional<Verification.Accepted> verdict = KeyedRequest.verdict(request);
    answer.write(request, response, problem, verdict.orElse(null), verdict.isPresent());
    return false;
  }

  private static @Nullable KeybearerException problem(
      Optional<ApiKey> key,
      @Nullable RequiresScope scope,
      @Nullable RequiresPermission permissions) {
    if (scope == null && permissions == null) {
      return null;
    }
    if (key.isEmpty()) {
      return new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    KeyAttributes held = key.get().attributes();
    if (scope != null && !held.scope().includes(scope.value())) {
      return DenialReason.INSUFFICIENT_SCOPE.refusal();
    }
    if (permissions != null) {
      for (String permission : permissions.value()) {
        if (!held.permissions().allows(permission)) {
          return DenialReason.INSUFFICIENT_PERMISSION.refusal();
        }
      }
    }
    return null;
  }

  private static <A extends Annotation> @Nullable A found(HandlerMethod method, Class<A> type) {
    A own = method.getMethodAnnotation(type);
    return own == null
        ? AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), type)
        : own;
  }
}
