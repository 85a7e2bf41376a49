package io.keybearer.spring.selfservice;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Says who has signed in, for applications whose users belong to several companies, or whose
 * principals are not called as the owners of keys are. Must be safe for concurrent use.
 */
@FunctionalInterface
public interface KeyOwner {
  /** Who makes the request; nobody is answered with 401. */
  Optional<Account> of(HttpServletRequest request);

  /**
   * A person of a company.
   *
   * @param company its slug or id; a company of this slug that is not there yet is made with the
   *     person's first key
   * @param user the person's id, 1–255 characters, which never belongs to somebody else
   */
  record Account(String company, String user) {}
}
