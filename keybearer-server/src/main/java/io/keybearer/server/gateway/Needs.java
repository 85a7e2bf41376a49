package io.keybearer.server.gateway;

import io.keybearer.key.Scope;
import io.keybearer.policy.Permission;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway's operator says that a request needs, beside what follows from its method.
 *
 * @param scope the scope; null = by the method
 * @param atLeast a scope that is needed even where the method or {@code scope} asks for less; null =
 *     none
 * @param permissions the permissions, all of them
 */
public record Needs(@Nullable Scope scope, @Nullable Scope atLeast, List<String> permissions) {
  /** How the scope is named: {@code read}, {@code write} or {@code admin}. */
  public static final String SCOPE = "scope";

  /** How the permissions are named, which commas part: {@code orders:export,orders:read}. */
  public static final String PERMISSION = "permission";

  /** Both names. */
  static final Set<String> NAMES = Set.of(SCOPE, PERMISSION);

  private static final Needs NOTHING = new Needs(null, null, List.of());
  private static final int MOST_PERMISSIONS = 100;

  /** Copies the list. */
  public Needs {
    permissions = List.copyOf(permissions);
  }

  /** Nothing but what follows from the method. */
  public static Needs nothing() {
    return NOTHING;
  }

  /**
   * Reads what was said under {@link #SCOPE} and {@link #PERMISSION} where no client can say it.
   *
   * @throws InvalidRequestException naming what cannot be read
   */
  public static Needs of(Map<String, String> said) {
    if (said.isEmpty()) {
      return NOTHING;
    }
    List<FieldProblem> problems = new ArrayList<>();
    String scope = said.get(SCOPE);
    Scope known = scope == null ? null : Scope.fromWireName(scope).orElse(null);
    if (scope != null && known == null) {
      problems.add(FieldProblem.of(SCOPE, ProblemCode.WRONG_FORM, "write"));
    }
    String permission = said.get(PERMISSION);
    List<String> permissions =
        permission == null ? List.of() : List.of(permission.split(",", MOST_PERMISSIONS + 1));
    if (permissions.size() > MOST_PERMISSIONS) {
      problems.add(FieldProblem.of(PERMISSION, ProblemCode.TOO_MANY, MOST_PERMISSIONS));
    } else if (!permissions.stream().allMatch(Permission::isName)) {
      problems.add(FieldProblem.of(PERMISSION, ProblemCode.PERMISSION_INVALID));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRequestException(problems);
    }
    return new Needs(known, null, permissions);
  }

  /**
   * These, and what was said in a query besides. A gateway may mix its client's query into its own,
   * so a query can only ask for more.
   */
  Needs tightenedBy(Needs query) {
    if (query.equals(NOTHING)) {
      return this;
    }
    List<String> all = new ArrayList<>(permissions);
    all.addAll(query.permissions);
    return new Needs(scope, query.scope, all);
  }

  /** The scope that a request of this method needs; null = by the method. */
  @Nullable
  Scope scopeFor(String method) {
    if (atLeast == null) {
      return scope;
    }
    Scope otherwise = scope == null ? Scope.neededBy(method) : scope;
    return otherwise.includes(atLeast) ? otherwise : atLeast;
  }
}
