package io.keybearer.spring.selfservice;

import io.keybearer.Keybearer;
import io.keybearer.servlet.CompanyOfRequest;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.servlet.ProblemAnswer;
import io.keybearer.spring.KeybearerAutoConfiguration;
import io.keybearer.spring.KeybearerProperties;
import java.security.Principal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/** The endpoints, where the application has switched them on. */
@AutoConfiguration(after = KeybearerAutoConfiguration.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnClass(SimpleUrlHandlerMapping.class)
@ConditionalOnBean(KeyVerifier.class)
@ConditionalOnProperty(name = "keybearer.self-service.enabled", havingValue = "true")
public class SelfServiceAutoConfiguration {
  /** Before controllers, none of which is to answer here. */
  private static final int ORDER = -1;

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]+)+");
  private static final Pattern KEY = Pattern.compile("key:[0-9A-Za-z]{12}");

  @Bean
  @ConditionalOnMissingBean(name = "keybearerSelfService")
  SimpleUrlHandlerMapping keybearerSelfService(
      KeybearerProperties properties,
      ObjectProvider<Keybearer> engine,
      ObjectProvider<KeyOwner> owners,
      ObjectProvider<CompanyOfRequest> companies) {
    KeybearerProperties.SelfService terms = properties.selfService();
    Keybearer keybearer = engine.getIfAvailable();
    if (keybearer == null) {
      throw new IllegalStateException(
          "expected keybearer.store=database for keybearer.self-service.enabled=true: keys on a"
              + " server are looked after there");
    }
    if (!PATH.matcher(terms.path()).matches()) {
      throw new IllegalArgumentException(
          "expected keybearer.self-service.path to be a path such as /api-keys");
    }
    KeyOwner owner = owners.getIfAvailable();
    if (owner == null && companies.getIfAvailable() != null) {
      throw new IllegalStateException(
          "expected a bean of type KeyOwner beside CompanyOfRequest: whom a request is for does not"
              + " say whose user has signed in");
    }
    SelfServiceEndpoint endpoint = new SelfServiceEndpoint(
        terms.path(),
        new OwnKeys(keybearer, Grant.of(terms)),
        owner == null ? principals(terms.company()) : owner,
        terms.withKeys(),
        new ProblemAnswer(properties.realm()));
    return new SimpleUrlHandlerMapping(
        Map.of(terms.path(), endpoint, terms.path() + "/**", endpoint), ORDER);
  }

  /** Whoever the application has let in by name, all of one company. */
  private static KeyOwner principals(String company) {
    return request -> Optional.ofNullable(request.getUserPrincipal())
        .map(Principal::getName)
        .filter(name -> !KEY.matcher(name).matches())
        .map(name -> new KeyOwner.Account(company, name));
  }
}
