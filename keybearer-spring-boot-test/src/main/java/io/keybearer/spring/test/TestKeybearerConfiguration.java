package io.keybearer.spring.test;

import io.keybearer.Keybearer;
import io.keybearer.spring.KeybearerCustomizer;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** The beans of {@link AutoConfigureTestKeybearer}. */
@Configuration(proxyBeanMethods = false)
class TestKeybearerConfiguration {
  private static final long SEED = 20_300_101;

  @Bean
  TestTime keybearerTestTime() {
    return new TestTime();
  }

  @Bean(destroyMethod = "")
  Store keybearerTestStore(TestTime time) {
    return InMemoryStore.create(time);
  }

  @Bean
  @Order(Ordered.LOWEST_PRECEDENCE)
  KeybearerCustomizer keybearerTestCustomizer(TestTime time) {
    return engine -> engine.clock(time).nanoTime(time::nanos).random(alwaysTheSame());
  }

  @Bean
  TestKeys keybearerTestKeys(Keybearer keybearer) {
    return new TestKeys(keybearer);
  }

  /** Gives the same numbers in every run. */
  private static SecureRandom alwaysTheSame() {
    try {
      SecureRandom random = SecureRandom.getInstance("SHA1PRNG");
      random.setSeed(SEED);
      return random;
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("expected a Java with SHA1PRNG", absent);
    }
  }
}
