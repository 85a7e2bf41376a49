package io.keybearer.spring.test;

import io.keybearer.key.Scope;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.security.test.context.support.WithSecurityContext;

/**
 * Runs a test as the holder of a key that was accepted, with Spring Security and without an engine:
 * for what stands behind the filter, such as {@code @PreAuthorize}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@WithSecurityContext(factory = WithApiKeyContext.class)
public @interface WithApiKey {
  /** The key's name. */
  String name() default "test key";

  /** How far it reaches. */
  Scope scope() default Scope.READ;

  /** Its permissions. */
  String[] permissions() default {};

  /** Its owner; empty for a key that belongs to the company. */
  String user() default "";

  /** Names of permissions that the application asks for, as in {@code apiKeys().permissions(…)}. */
  String[] known() default {};
}
