package io.keybearer.spring.selfservice;

import io.keybearer.key.KeyAttributes;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.RateLimit;
import io.keybearer.policy.Permission;
import io.keybearer.policy.Permissions;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.spring.KeybearerProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The most that users may give their own keys.
 *
 * @param scopes one of these
 * @param permissions what these cover
 * @param maxKeys how many keys of one user can be used
 * @param maxLife how long a key lives at most, and unless told less
 * @param maxGrace how long a rotated key stays valid at most
 * @param rateLimit how often every key may be used at most, and unless told less; null = what the
 *     company says
 */
record Grant(
    Set<Scope> scopes,
    Permissions permissions,
    long maxKeys,
    Duration maxLife,
    Duration maxGrace,
    @Nullable RateLimit rateLimit) {
  /**
   * Reads it from properties.
   *
   * @throws IllegalArgumentException when one cannot be used
   */
  static Grant of(KeybearerProperties.SelfService properties) {
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String name : properties.scopes()) {
      scopes.add(Scope.fromWireName(name)
          .orElseThrow(() -> expected("scopes to be among read, write and admin")));
    }
    Permissions permissions = permissions(properties.permissions());
    if (scopes.isEmpty() || properties.maxKeys() < 1) {
      throw expected("at least one scope and one key for each user");
    }
    if (permissions.holdsReserved()) {
      throw expected("permissions of the application, none of Keybearer's own");
    }
    if (properties.maxLife().toSeconds() < 1 || properties.maxGrace().isNegative()) {
      throw expected("max-life to be at least a second, and max-grace not to be negative");
    }
    return new Grant(
        scopes,
        permissions,
        properties.maxKeys(),
        properties.maxLife(),
        properties.maxGrace(),
        properties.rateLimit() == 0
            ? null
            : RateLimit.perSeconds(
                properties.rateLimit(), properties.rateLimitWindow().toSeconds()));
  }

  private static Permissions permissions(List<String> texts) {
    try {
      return Permissions.of(texts);
    } catch (InvalidValueException malformed) {
      throw expected("permissions such as orders:read");
    }
  }

  private static IllegalArgumentException expected(String what) {
    return new IllegalArgumentException("keybearer.self-service: expected " + what);
  }

  /** Fills in what was not asked for, and notes on the draft what is too much. */
  void bound(KeyDraft draft, KeyRequest asked, Instant now) {
    if (asked.scope() != null && !scopes.contains(asked.scope())) {
      draft.problem(FieldProblem.of("scope", ProblemCode.UNKNOWN_VALUE, scopeNames()));
    }
    draft.scope(asked.scope() == null ? lowest() : asked.scope());
    boundPermissions(draft, asked.permissions());
    boundLife(draft, asked.expiresAt(), now);
    boundRate(draft, asked);
  }

  private void boundPermissions(KeyDraft draft, List<String> wanted) {
    draft.permissions(wanted);
    for (int i = 0; i < wanted.size(); i++) {
      if (!mayGive(wanted.get(i))) {
        draft.problem(FieldProblem.of("permissions[" + i + "]", ProblemCode.GRANTS_TOO_MUCH));
      }
    }
  }

  /** What is malformed is told by whoever reads the draft. */
  private boolean mayGive(String text) {
    try {
      return permissions.covers(new Permissions(List.of(Permission.parse(text))));
    } catch (InvalidValueException malformed) {
      return true;
    }
  }

  private void boundLife(KeyDraft draft, @Nullable Instant wanted, Instant now) {
    Instant latest = now.plus(maxLife);
    draft.expiresAt(wanted == null ? latest : wanted);
    if (wanted != null && wanted.isAfter(latest)) {
      draft.problem(FieldProblem.of("expires_at", ProblemCode.OUT_OF_RANGE, now, latest));
    }
  }

  private void boundRate(KeyDraft draft, KeyRequest asked) {
    if (asked.rateLimit() != null || asked.rateLimitWindow() != null) {
      draft.rateLimit(asked.rateLimit()).rateLimitWindow(asked.rateLimitWindow());
    }
    if (rateLimit == null) {
      return;
    }
    if (asked.rateLimit() == null && asked.rateLimitWindow() == null) {
      draft.rateLimit(rateLimit.limit()).rateLimitWindow(rateLimit.windowSeconds());
    } else if (asked.rateLimit() != null
        && isMore(rateLimit, asked.rateLimit(), asked.rateLimitWindow())) {
      draft.problem(FieldProblem.of("rate_limit", ProblemCode.OUT_OF_RANGE, 1, rateLimit.limit()));
    }
  }

  /** In its own burst, or over time. */
  private static boolean isMore(RateLimit most, long limit, @Nullable Long windowSeconds) {
    long window = windowSeconds == null ? RateLimit.DEFAULT_WINDOW.toSeconds() : windowSeconds;
    return limit > most.limit()
        || (double) limit / Math.max(window, 1) > (double) most.limit() / most.windowSeconds();
  }

  /**
   * Refuses to make a key anew that can do more than its user may give it now.
   *
   * @throws ForbiddenException {@code GRANTS_TOO_MUCH}
   */
  void checkRenewal(KeyAttributes key) {
    List<FieldProblem> tooMuch = new ArrayList<>();
    if (!scopes.contains(key.scope())) {
      tooMuch.add(FieldProblem.of("scope", ProblemCode.GRANTS_TOO_MUCH));
    }
    if (!permissions.covers(key.permissions())) {
      tooMuch.add(FieldProblem.of("permissions", ProblemCode.GRANTS_TOO_MUCH));
    }
    if (!tooMuch.isEmpty()) {
      throw ForbiddenException.grantsTooMuch(tooMuch);
    }
  }

  private Scope lowest() {
    return scopes.iterator().next();
  }

  private String scopeNames() {
    return scopes.stream()
        .map(scope -> scope.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }
}
