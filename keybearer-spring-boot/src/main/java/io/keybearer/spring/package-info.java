/**
 * Keybearer in a Spring Boot application, 3.5 or 4: what is made of its {@code DataSource} and its
 * {@code keybearer.*} properties.
 *
 * <p>{@code KeybearerAutoConfiguration} makes the engine; the packages below it add the filter,
 * Spring Security and the actuator, each only where an application has that. Deliberately absent:
 * types of Jackson, and whatever has another name in Boot 4, outside of classes that are looked at
 * only where they are there.
 */
@NullMarked
package io.keybearer.spring;

import org.jspecify.annotations.NullMarked;
