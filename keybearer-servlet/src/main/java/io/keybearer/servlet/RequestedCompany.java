package io.keybearer.servlet;

import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose keys may make a request. Immutable.
 *
 * @param ref the company, by id or by slug; null = any company's
 */
public record RequestedCompany(@Nullable CompanyRef ref) {
  /** No company has this id. */
  private static final CompanyRef NOBODY = CompanyRef.of(new CompanyId(new UUID(0L, 0L)));

  private static final RequestedCompany ANY = new RequestedCompany(null);
  private static final RequestedCompany NONE = new RequestedCompany(NOBODY);

  /** The company of this slug or id alone. */
  public static RequestedCompany of(String slugOrId) {
    return new RequestedCompany(CompanyRef.parse(slugOrId));
  }

  /** The company of this id alone. */
  public static RequestedCompany of(CompanyId id) {
    return new RequestedCompany(CompanyRef.of(id));
  }

  /** Any company: the request concerns no single one. */
  public static RequestedCompany any() {
    return ANY;
  }

  /** No company: the request names one that the application does not know, so no key will do. */
  public static RequestedCompany none() {
    return NONE;
  }
}
