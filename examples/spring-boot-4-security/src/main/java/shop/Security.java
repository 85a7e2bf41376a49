package shop;

import static io.keybearer.spring.security.ApiKeysConfigurer.apiKeys;
import static org.springframework.security.config.Customizer.withDefaults;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** Keys for programs, a form for people. */
@Configuration
@EnableMethodSecurity
class Security {
  @Bean
  SecurityFilterChain chain(HttpSecurity http) throws Exception {
    return http.with(apiKeys(), keys -> keys.permissions("orders:export"))
        .formLogin(withDefaults())
        .authorizeHttpRequests(requests ->
            requests.requestMatchers("/actuator/health").permitAll().anyRequest().authenticated())
        .build();
  }
}
