package io.keybearer.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Locale;

/** The modules that have classes to ship. */
enum Module {
  CORE,
  STORE_TCK,
  STORE_JDBC,
  LIMIT_REDIS,
  SERVLET,
  SPRING_BOOT,
  SPRING_BOOT_TEST,
  CLIENT,
  SERVER,
  CLI;

  /** As its folder, its artifact and its jar are named: {@code keybearer-store-jdbc}. */
  String artifact() {
    return "keybearer-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Holds for the classes that come out of this module. */
  DescribedPredicate<JavaClass> itsClasses() {
    return DescribedPredicate.describe(
        "classes of " + artifact(),
        type -> type.getBaseComponentType()
            .getSource()
            .filter(source -> source.getUri().toString().contains("/" + artifact() + "/target/"))
            .isPresent());
  }
}
