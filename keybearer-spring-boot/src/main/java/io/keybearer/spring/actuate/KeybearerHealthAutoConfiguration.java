package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import io.keybearer.spring.KeybearerAutoConfiguration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/** Health of the engine on Boot 3. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnClass(HealthIndicator.class)
@ConditionalOnBean(Keybearer.class)
@ConditionalOnProperty(name = "management.health.keybearer.enabled", matchIfMissing = true)
public class KeybearerHealthAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "keybearerHealthIndicator")
  HealthIndicator keybearerHealthIndicator(Keybearer keybearer) {
    EngineHealth health = new EngineHealth(keybearer);
    return () -> (health.isUp() ? Health.up() : Health.outOfService())
        .withDetails(health.details())
        .build();
  }
}
