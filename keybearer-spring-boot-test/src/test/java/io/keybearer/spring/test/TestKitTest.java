package io.keybearer.spring.test;

import static io.keybearer.spring.security.ApiKeysConfigurer.apiKeys;
import static io.keybearer.spring.test.TestKeys.apiKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.keybearer.key.ApiKey;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.spring.KeybearerAutoConfiguration;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** The kit in an application with Spring Security. */
class TestKitTest {
  @Configuration
  @EnableWebMvc
  @EnableWebSecurity
  @EnableMethodSecurity
  @AutoConfigureTestKeybearer
  @ImportAutoConfiguration(KeybearerAutoConfiguration.class)
  static class Application {
    @Bean
    Orders orders() {
      return new Orders();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.with(apiKeys(), withDefaults())
          .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
          .build();
    }
  }

  @RestController
  static class Orders {
    @GetMapping("/orders")
    public String orders() {
      return "orders";
    }

    @PreAuthorize("hasAuthority('orders:export') and hasAuthority('SCOPE_write')")
    public String export() {
      return "everything";
    }
  }

  private final AnnotationConfigWebApplicationContext context =
      new AnnotationConfigWebApplicationContext();
  private MockMvc mvc;
  private TestKeys keys;
  private TestTime time;

  @BeforeEach
  void start() {
    context.setServletContext(new MockServletContext());
    context.register(Application.class);
    context.refresh();
    mvc = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
    keys = context.getBean(TestKeys.class);
    time = context.getBean(TestTime.class);
  }

  @AfterEach
  void stop() {
    SecurityContextHolder.clearContext();
    context.close();
  }

  @Test
  void aRequestOfMockMvcCarriesAKey() throws Exception {
    IssuedKey key = keys.issue();

    assertThat(status(apiKey(key))).isEqualTo(200);
    keys.revoke(key);
    assertThat(status(apiKey(key))).isEqualTo(401);
  }

  @Test
  void timeMovesWhenItIsTold() throws Exception {
    IssuedKey mortal = keys.issue(draft -> draft.expiresAt(TestTime.START.plusSeconds(3600)));
    IssuedKey limited = keys.issue(draft -> draft.rateLimit(1L).rateLimitWindow(60L));
    assertThat(status(apiKey(mortal))).isEqualTo(200);
    assertThat(status(apiKey(limited))).isEqualTo(200);
    assertThat(status(apiKey(limited))).isEqualTo(429);

    time.pass(Duration.ofHours(1));
    assertThat(status(apiKey(mortal))).isEqualTo(401);
    assertThat(status(apiKey(limited))).isEqualTo(200);
  }

  @Test
  void keysAreTheSameInEveryRun() {
    String first = keys.issue().text().reveal();
    context.close();
    try (AnnotationConfigWebApplicationContext again =
        new AnnotationConfigWebApplicationContext()) {
      again.setServletContext(new MockServletContext());
      again.register(Application.class);
      again.refresh();
      assertThat(again.getBean(TestKeys.class).issue().text().reveal()).isEqualTo(first);
    }
  }

  @WithApiKey(
      name = "exporter",
      scope = Scope.WRITE,
      permissions = "orders:*",
      known = "orders:export",
      user = "ada")
  private static final class Exporter {}

  @WithApiKey
  private static final class Reader {}

  @Test
  void aTestRunsAsTheHolderOfAKey() {
    SecurityContextHolder.setContext(contextOf(Exporter.class));
    assertThat(context.getBean(Orders.class).export()).isEqualTo("everything");
    ApiKey key = (ApiKey) SecurityContextHolder.getContext().getAuthentication().getPrincipal();
    assertThat(key.attributes().name()).isEqualTo("exporter");
    assertThat(key.attributes().user()).isEqualTo("ada");

    SecurityContextHolder.setContext(contextOf(Reader.class));
    assertThatThrownBy(() -> context.getBean(Orders.class).export())
        .isInstanceOf(AccessDeniedException.class);
  }

  private static SecurityContext contextOf(Class<?> described) {
    return new WithApiKeyContext().createSecurityContext(described.getAnnotation(WithApiKey.class));
  }

  private int status(RequestPostProcessor key) throws Exception {
    return mvc.perform(get("/orders").with(key)).andReturn().getResponse().getStatus();
  }
}
