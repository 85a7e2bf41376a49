package io.keybearer.spring.actuate;

import io.keybearer.spring.KeyVerifierDecorator;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Observations of verifications, where the application observes. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnProperty(name = "keybearer.enabled", matchIfMissing = true)
public class KeybearerObservationAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "keybearerObservations")
  KeyVerifierDecorator keybearerObservations(ObjectProvider<ObservationRegistry> registries) {
    return verifier -> {
      ObservationRegistry registry = registries.getIfUnique(() -> ObservationRegistry.NOOP);
      return registry.isNoop() ? verifier : new ObservedVerifier(verifier, registry);
    };
  }
}
