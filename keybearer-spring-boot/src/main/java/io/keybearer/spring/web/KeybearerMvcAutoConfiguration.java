package io.keybearer.spring.web;

import io.keybearer.servlet.KeyVerifier;
import io.keybearer.servlet.ProblemAnswer;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.spring.KeybearerProperties;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Holds controllers to what their annotations ask of keys. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(WebMvcConfigurer.class)
@ConditionalOnBean(KeyVerifier.class)
public class KeybearerMvcAutoConfiguration {
  @Bean
  WebMvcConfigurer keybearerRequirements(KeybearerProperties properties) {
    RequirementInterceptor interceptor =
        new RequirementInterceptor(new ProblemAnswer(properties.realm()));
    return new WebMvcConfigurer() {
      @Override
      public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(interceptor);
      }
    };
  }
}
