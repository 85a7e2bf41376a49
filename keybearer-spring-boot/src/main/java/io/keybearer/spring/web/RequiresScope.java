package io.keybearer.spring.web;

import io.keybearer.key.Scope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Lets only requests reach a controller's method whose key has at least this scope; on a class, all
 * of its methods that say nothing else. Comes on top of what the filter asks.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface RequiresScope {
  /** The scope. */
  Scope value();
}
