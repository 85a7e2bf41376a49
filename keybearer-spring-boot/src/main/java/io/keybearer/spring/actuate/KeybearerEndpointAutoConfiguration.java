package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import io.keybearer.spring.KeybearerAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** {@code /actuator/keybearer}, where the application exposes it. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Keybearer.class)
public class KeybearerEndpointAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnAvailableEndpoint(endpoint = KeybearerEndpoint.class)
  KeybearerEndpoint keybearerEndpoint(Keybearer keybearer) {
    return new KeybearerEndpoint(keybearer);
  }
}
