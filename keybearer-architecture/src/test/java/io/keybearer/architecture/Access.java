package io.keybearer.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import java.util.regex.Pattern;

/** Calls, references and field accesses, told apart by what they reach. */
final class Access {
  private Access() {}

  /**
   * Holds for an access to a member whose class and name match, parameters left aside: {@code
   * java.time.Instant.now}, {@code java.util.Random.<init>}.
   */
  static DescribedPredicate<JavaAccess<?>> to(String member) {
    Pattern wanted = Pattern.compile(member);
    return DescribedPredicate.describe(
        "reaches " + member,
        access -> wanted
            .matcher(access.getTargetOwner().getName() + "." + access.getName())
            .matches());
  }
}
