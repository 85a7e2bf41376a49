package io.keybearer.spring;

import io.keybearer.KeybearerBuilder;

/**
 * Changes what the engine is made of, after the properties have been read: another clock in a test,
 * limits shared over Redis. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface KeybearerCustomizer {
  /** Changes the engine before it is opened. */
  void customize(KeybearerBuilder engine);
}
