/**
 * The filter of applications without Spring Security, what controllers can ask of a key, and the
 * endpoints by which users manage their own.
 */
@NullMarked
package io.keybearer.spring.web;

import org.jspecify.annotations.NullMarked;
