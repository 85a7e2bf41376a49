package io.keybearer.spring.security;

import static io.keybearer.spring.security.ApiKeysConfigurer.apiKeys;
import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.test.web.servlet.setup.SecurityMockMvcConfigurers.springSecurity;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.Company;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.mock.web.MockServletContext;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.support.AnnotationConfigWebApplicationContext;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Keys beside a form and JWTs, in one chain. */
class ApiKeysConfigurerTest {
  @Configuration
  @EnableWebMvc
  @EnableWebSecurity
  @ImportAutoConfiguration(KeybearerAutoConfiguration.class)
  static class Application {
    @Bean
    Store store() {
      return InMemoryStore.create(Clock.systemUTC());
    }

    @Bean
    Who who() {
      return new Who();
    }

    @Bean
    UserDetailsService users() {
      return new InMemoryUserDetailsManager(
          User.withUsername("ada").password("{noop}lovelace").roles("USER").build());
    }

    @Bean
    JwtDecoder jwts() {
      return token -> {
        if (!token.equals("eyJ.good.jwt")) {
          throw new BadJwtException("expected the one good token of this test");
        }
        return Jwt.withTokenValue(token)
            .header("alg", "none")
            .subject("jwt-user")
            .build();
      };
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      return http.with(apiKeys(), keys -> keys.permissions("orders:read"))
          .formLogin(withDefaults())
          .oauth2ResourceServer(server -> server.jwt(withDefaults()))
          .authorizeHttpRequests(requests -> requests
              .requestMatchers("/refunds")
              .hasAuthority("SCOPE_admin")
              .requestMatchers("/orders")
              .hasAuthority("orders:read")
              .anyRequest()
              .authenticated())
          .build();
    }
  }

  @RestController
  static class Who {
    @GetMapping("/who")
    String who(
        Authentication authentication,
        @AuthenticationPrincipal Object principal,
        @RequestHeader Map<String, String> fields) {
      return authentication.getName()
          + " "
          + principal.getClass().getSimpleName()
          + " "
          + fields.keySet().stream().anyMatch(name -> name.equalsIgnoreCase("Authorization"));
    }

    @GetMapping("/key")
    String key(@AuthenticationPrincipal ApiKey key) {
      return key.attributes().name();
    }

    @PostMapping("/write")
    String write() {
      return "written";
    }

    @GetMapping({"/orders", "/refunds"})
    String orders() {
      return "orders";
    }
  }

  private final AnnotationConfigWebApplicationContext context =
      new AnnotationConfigWebApplicationContext();
  private MockMvc mvc;
  private Company acme;

  @BeforeEach
  void start() {
    context.setServletContext(new MockServletContext());
    context.register(Application.class);
    context.refresh();
    mvc = MockMvcBuilders.webAppContextSetup(context).apply(springSecurity()).build();
    acme = engine().administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
  }

  @AfterEach
  void stop() {
    context.close();
  }

  @Test
  void thePrincipalIsTheKeyAndItsTextGoesNoFurther() throws Exception {
    IssuedKey key = issue(draft -> draft.name("billing"));

    assertThat(answer(keyed(get("/who"), key)).getContentAsString())
        .isEqualTo("key:" + key.key().prefix() + " ApiKey false");
    assertThat(answer(keyed(get("/key"), key)).getContentAsString()).isEqualTo("billing");
  }

  @Test
  void authoritiesFollowScopeAndPermissions() throws Exception {
    IssuedKey reader = issue(draft -> draft);
    IssuedKey admin =
        issue(draft -> draft.name("two").scope(Scope.ADMIN).permissions(List.of("orders:*")));

    MockHttpServletResponse refused = answer(keyed(get("/refunds"), reader));
    assertThat(refused.getStatus()).isEqualTo(403);
    assertThat(refused.getContentType()).startsWith("application/problem+json");
    assertThat(refused.getContentAsString()).contains("\"code\":\"KEY_RESTRICTED\"");
    assertThat(answer(keyed(get("/orders"), reader)).getStatus()).isEqualTo(403);
    assertThat(answer(keyed(get("/refunds"), admin)).getStatus()).isEqualTo(200);
    assertThat(answer(keyed(get("/orders"), admin)).getStatus()).isEqualTo(200);
  }

  @Test
  void keysNeedNoCsrfTokenAndEverybodyElseDoes() throws Exception {
    IssuedKey writer = issue(draft -> draft.scope(Scope.WRITE));
    MockHttpSession session = signedIn();

    assertThat(answer(keyed(post("/write"), writer)).getContentAsString()).isEqualTo("written");
    assertThat(answer(post("/write").session(session)).getStatus()).isEqualTo(403);
    assertThat(answer(keyed(post("/write"), "kb_s_wrong").session(session)).getStatus())
        .isEqualTo(401);
  }

  @Test
  void aRequestWithAKeyHasNoSession() throws Exception {
    MockHttpServletResponse answer = answer(keyed(get("/who"), issue(draft -> draft)));

    assertThat(answer.getStatus()).isEqualTo(200);
    assertThat(answer.getHeader("Set-Cookie")).isNull();
  }

  @Test
  void aKeyInASessionOfSomebodyElseIsTheKeyAndLeavesTheSessionAlone() throws Exception {
    IssuedKey key = issue(draft -> draft);
    MockHttpSession session = signedIn();

    assertThat(answer(keyed(get("/who"), key).session(session)).getContentAsString())
        .startsWith("key:");
    assertThat(answer(get("/who").session(session)).getContentAsString()).startsWith("ada ");
  }

  @Test
  void formsAndJwtsGoOnAsIfThereWereNoKeys() throws Exception {
    assertThat(
            answer(get("/who").header("Authorization", "Bearer eyJ.good.jwt")).getContentAsString())
        .isEqualTo("jwt-user Jwt true");
    MockHttpServletResponse badJwt =
        answer(get("/who").header("Authorization", "Bearer eyJ.bad.jwt"));
    assertThat(badJwt.getStatus()).isEqualTo(401);
    assertThat(badJwt.getContentType()).isNull();
    MockHttpServletResponse page = answer(get("/who").header("Accept", "text/html"));
    assertThat(page.getStatus()).isEqualTo(302);
    assertThat(page.getRedirectedUrl()).endsWith("/login");
  }

  @Test
  void aProgramWithoutAKeyIsToldSo() throws Exception {
    MockHttpServletResponse answer = answer(get("/who").header("Accept", "application/json"));

    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getHeader("WWW-Authenticate")).isEqualTo("Bearer realm=\"keybearer\"");
    assertThat(answer.getContentAsString()).contains("\"code\":\"UNAUTHENTICATED\"");
  }

  @Test
  void aRefusedKeyIsToldWhyWhateverElseWouldLetItIn() throws Exception {
    MockHttpServletResponse answer =
        answer(keyed(get("/who"), "kb_s_wrong").session(signedIn()).header("Accept", "text/html"));

    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getContentAsString()).contains("\"reason\":\"NOT_FOUND\"");
  }

  private MockHttpSession signedIn() throws Exception {
    MockHttpSession session = new MockHttpSession();
    mvc.perform(post("/login")
            .session(session)
            .param("username", "ada")
            .param("password", "lovelace")
            .with(org.springframework.security.test.web.servlet.request
                .SecurityMockMvcRequestPostProcessors.csrf()))
        .andReturn();
    return session;
  }

  private Keybearer engine() {
    return context.getBean(Keybearer.class);
  }

  private IssuedKey issue(UnaryOperator<KeyDraft> wanted) {
    return engine().administration().keys().issue(wanted.apply(KeyDraft.service(acme.id(), "one")));
  }

  private MockHttpServletResponse answer(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request).andReturn().getResponse();
  }

  private static MockHttpServletRequestBuilder keyed(
      MockHttpServletRequestBuilder request, IssuedKey key) {
    return keyed(request, key.text().reveal());
  }

  private static MockHttpServletRequestBuilder keyed(
      MockHttpServletRequestBuilder request, String key) {
    return request.header("Authorization", "Bearer " + key);
  }
}
