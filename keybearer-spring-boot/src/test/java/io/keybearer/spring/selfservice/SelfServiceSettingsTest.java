package io.keybearer.spring.selfservice;

import static org.assertj.core.api.Assertions.assertThat;

import io.keybearer.servlet.CompanyOfRequest;
import io.keybearer.servlet.RequestedCompany;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** What the endpoints make of an application's properties and beans. */
class SelfServiceSettingsTest {
  private final WebApplicationContextRunner bare = new WebApplicationContextRunner()
      .withConfiguration(AutoConfigurations.of(
          KeybearerAutoConfiguration.class, SelfServiceAutoConfiguration.class));
  private final WebApplicationContextRunner runner = bare.withBean(
          Store.class, () -> InMemoryStore.create(Clock.systemUTC()))
      .withPropertyValues("keybearer.self-service.enabled=true");

  @Test
  void theyAreOffUnlessSwitchedOn() {
    runner
        .withPropertyValues("keybearer.self-service.enabled=false")
        .run(context ->
            assertThat(context).hasNotFailed().doesNotHaveBean(SimpleUrlHandlerMapping.class));
    runner.run(context -> assertThat(context).hasSingleBean(SimpleUrlHandlerMapping.class));
  }

  @Test
  void requestsOfCompaniesNeedAWordOnWhoseUserHasSignedIn() {
    WebApplicationContextRunner tenants =
        runner.withBean(CompanyOfRequest.class, () -> request -> RequestedCompany.of("acme"));

    tenants.run(context ->
        assertThat(context.getStartupFailure()).rootCause().hasMessageContaining("KeyOwner"));
    tenants
        .withBean(KeyOwner.class, () -> request -> Optional.empty())
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void keysOnAServerAreLookedAfterThere() {
    bare.withPropertyValues(
            "keybearer.self-service.enabled=true",
            "keybearer.store=remote",
            "keybearer.remote.key=kb_s_of_the_server")
        .run(context -> assertThat(context.getStartupFailure())
            .rootCause()
            .hasMessageContaining("keybearer.store=database"));
  }

  @Test
  void whatCannotBeMeantStopsTheStart() {
    for (String wrong : List.of(
        "scopes=everything",
        "scopes=",
        "permissions=keybearer:keys",
        "permissions=Not One",
        "max-keys=0",
        "max-life=0s",
        "max-grace=-1s",
        "path=api-keys",
        "path=/",
        "path=/api-keys/**")) {
      runner
          .withPropertyValues("keybearer.self-service." + wrong)
          .run(context -> assertThat(context).as(wrong).hasFailed());
    }
  }
}
