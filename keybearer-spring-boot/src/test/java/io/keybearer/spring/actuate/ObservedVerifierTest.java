package io.keybearer.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.spring.KeyVerifierDecorator;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import io.keybearer.verification.VerificationRequest;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** What observers see of verifications. */
class ObservedVerifierTest {
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final ApplicationContextRunner runner = new ApplicationContextRunner()
      .withConfiguration(AutoConfigurations.of(
          KeybearerAutoConfiguration.class, KeybearerObservationAutoConfiguration.class))
      .withBean(Store.class, () -> InMemoryStore.create(Clock.systemUTC()));

  private ObservationRegistry observing() {
    ObservationRegistry registry = ObservationRegistry.create();
    registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
    return registry;
  }

  @Test
  void aVerificationIsTimedByWhatItCameTo() {
    runner.withBean(ObservationRegistry.class, this::observing).run(context -> {
      KeyVerifier verifier = KeyVerifierDecorator.all(
          context.getBean(KeyVerifier.class), context.getBeanProvider(KeyVerifierDecorator.class));

      verifier.verify(VerificationRequest.of("nonsense").build());

      assertThat(meters
              .get("keybearer.verification")
              .tag("outcome", "NOT_FOUND")
              .timer()
              .count())
          .isEqualTo(1);
    });
  }

  @Test
  void noVerdictIsAnOutcomeToo() {
    KeyVerifier away = (KeyVerifier) Proxy.newProxyInstance(
        KeyVerifier.class.getClassLoader(), new Class<?>[] {KeyVerifier.class}, (p, method, a) -> {
          throw new StoreUnavailableException(new IllegalStateException("away"));
        });
    KeyVerifier observed = new ObservedVerifier(away, observing());

    assertThatThrownBy(() -> observed.verify(VerificationRequest.of("nonsense").build()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(meters
            .get("keybearer.verification")
            .tag("outcome", "UNANSWERED")
            .timer()
            .count())
        .isEqualTo(1);
  }

  @Test
  void whoObservesNothingPaysNothing() {
    runner.run(context -> {
      KeyVerifier verifier = context.getBean(KeyVerifier.class);
      assertThat(KeyVerifierDecorator.all(
              verifier, context.getBeanProvider(KeyVerifierDecorator.class)))
          .isSameAs(verifier);
    });
  }
}
