/**
 * Keys in Spring Security: {@code http.with(apiKeys(), withDefaults())}.
 *
 * <p>{@code ApiKeysConfigurer} is the door. Compiled against Spring Security 6.5 and used unchanged
 * on 7. Deliberately absent: an {@code AuthenticationProvider}, since what a key may do depends on
 * the request that it came with, not on its text alone.
 */
@NullMarked
package io.keybearer.spring.security;

import org.jspecify.annotations.NullMarked;
