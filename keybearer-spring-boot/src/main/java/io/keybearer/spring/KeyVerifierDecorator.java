package io.keybearer.spring;

import io.keybearer.servlet.KeyVerifier;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Stands around whoever gives the verdicts on requests, to see or to time them. Beans of this type
 * are put on in their order, the first innermost.
 */
@FunctionalInterface
public interface KeyVerifierDecorator {
  /** What the filter asks in place of the verifier. */
  KeyVerifier decorate(KeyVerifier verifier);

  /** The verifier with all of them around it. */
  static KeyVerifier all(KeyVerifier verifier, ObjectProvider<KeyVerifierDecorator> decorators) {
    KeyVerifier decorated = verifier;
    for (KeyVerifierDecorator decorator : decorators.orderedStream().toList()) {
      decorated = decorator.decorate(decorated);
    }
    return decorated;
  }
}
