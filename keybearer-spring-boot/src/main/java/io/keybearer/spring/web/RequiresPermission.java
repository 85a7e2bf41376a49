package io.keybearer.spring.web;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets only requests reach a controller's method whose key holds these permissions, all of them, be
 * it by {@code orders:*}; on a class, all of its methods that say nothing else.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresPermission {
  /** The names of the permissions. */
  String[] value();
}
