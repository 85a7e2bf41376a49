package io.keybearer.spring.actuate;

import io.keybearer.Keybearer;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Meters of the engine, where the application has Micrometer. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Keybearer.class)
public class KeybearerMeterAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean(name = "keybearerMeters")
  MeterBinder keybearerMeters(Keybearer keybearer) {
    return new KeybearerMeters(keybearer);
  }
}
