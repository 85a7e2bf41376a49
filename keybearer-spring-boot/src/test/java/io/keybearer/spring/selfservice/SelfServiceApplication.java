package io.keybearer.spring.selfservice;

import static io.keybearer.spring.security.ApiKeysConfigurer.apiKeys;
import static org.springframework.security.config.Customizer.withDefaults;

import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import java.time.Clock;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** An application whose users look after their own keys, behind forms and keys. */
@Configuration
@EnableWebMvc
@EnableWebSecurity
@ImportAutoConfiguration({KeybearerAutoConfiguration.class, SelfServiceAutoConfiguration.class})
class SelfServiceApplication {
  @Bean
  Store store() {
    return InMemoryStore.create(Clock.systemUTC());
  }

  @Bean
  UserDetailsService users() {
    return new InMemoryUserDetailsManager();
  }

  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    return http.with(apiKeys(), withDefaults())
        .formLogin(withDefaults())
        .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
        .build();
  }
}
