package io.keybearer.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.context.annotation.Import;

/**
 * Gives the application under test an engine in memory instead of its own store, and the beans
 * {@link TestTime} and {@link TestKeys}. Stands on a test class beside {@code @SpringBootTest}.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Import(TestKeybearerConfiguration.class)
public @interface AutoConfigureTestKeybearer {}
