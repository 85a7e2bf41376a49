package io.keybearer.spring.web;

import io.keybearer.servlet.KeybearerFilter;

/**
 * Changes the filter of an application without Spring Security, after the properties have been read.
 * Beans of this type are called in their order.
 */
@FunctionalInterface
public interface KeybearerFilterCustomizer {
  /** Changes the filter before it is built. */
  void customize(KeybearerFilter.Builder filter);
}
