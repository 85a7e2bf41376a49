package io.keybearer.spring.web;

import io.keybearer.key.Scope;
import io.keybearer.servlet.ClientAddress;
import io.keybearer.servlet.CompanyOfRequest;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.servlet.KeybearerFilter;
import io.keybearer.servlet.Requirement;
import io.keybearer.spring.KeyVerifierDecorator;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.spring.KeybearerProperties;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;

/** The filter before everything, in applications without Spring Security. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnMissingClass(
    "org.springframework.security.config.annotation.web.builders.HttpSecurity")
@ConditionalOnBean(KeyVerifier.class)
@ConditionalOnProperty(name = "keybearer.filter.enabled", matchIfMissing = true)
public class KeybearerFilterAutoConfiguration {
  @Bean
  @ConditionalOnMissingBean
  KeybearerFilter keybearerFilter(
      KeyVerifier verifier,
      ClientAddress clientAddress,
      KeybearerProperties properties,
      ObjectProvider<CompanyOfRequest> company,
      ObjectProvider<KeyVerifierDecorator> decorators,
      ObjectProvider<KeybearerFilterCustomizer> customizers) {
    KeybearerFilter.Builder filter = KeybearerFilter.builder(
            KeyVerifierDecorator.all(verifier, decorators))
        .clientAddress(clientAddress)
        .realm(properties.realm())
        .capture(properties.capture().terms())
        .preflightsGoOn()
        .otherwise(otherwise(properties.filter()));
    properties.filter().rules().forEach(rule -> filter.rule(rule.route(), requirement(rule)));
    CompanyOfRequest whose = company.getIfAvailable();
    if (whose != null) {
      filter.company(whose);
    }
    customizers.orderedStream().forEach(customizer -> customizer.customize(filter));
    return filter.build();
  }

  @Bean
  @ConditionalOnMissingBean(name = "keybearerFilterRegistration")
  FilterRegistrationBean<KeybearerFilter> keybearerFilterRegistration(
      KeybearerFilter filter, KeybearerProperties properties) {
    FilterRegistrationBean<KeybearerFilter> registration = new FilterRegistrationBean<>(filter);
    registration.setUrlPatterns(properties.filter().paths());
    registration.setOrder(properties.filter().order());
    registration.setDispatcherTypes(EnumSet.allOf(DispatcherType.class));
    registration.setAsyncSupported(true);
    return registration;
  }

  private static Requirement otherwise(KeybearerProperties.Filter filter) {
    return filter.scopeByMethod() ? Requirement.byMethod() : Requirement.anyScope();
  }

  private static Requirement requirement(KeybearerProperties.Rule rule) {
    if (rule.open()) {
      return Requirement.open();
    }
    String scope = rule.scope();
    Requirement requirement = scope == null
        ? Requirement.byMethod()
        : Requirement.scope(Scope.fromWireName(scope)
            .orElseThrow(() -> new IllegalArgumentException(
                "expected the scope of the rule " + rule.route() + " to be read, write or admin")));
    return rule.permissions().isEmpty()
        ? requirement
        : requirement.and(rule.permissions().toArray(String[]::new));
  }
}
