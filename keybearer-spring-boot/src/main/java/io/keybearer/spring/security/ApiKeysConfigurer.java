package io.keybearer.spring.security;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.servlet.ClientAddress;
import io.keybearer.servlet.CompanyOfRequest;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.servlet.KeybearerFilter;
import io.keybearer.servlet.KeyedRequest;
import io.keybearer.servlet.ProblemAnswer;
import io.keybearer.servlet.Requirement;
import io.keybearer.spring.KeyVerifierDecorator;
import io.keybearer.spring.KeybearerProperties;
import io.keybearer.verification.Verification;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContext;
import org.springframework.http.MediaType;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.ExceptionHandlingConfigurer;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextHolderStrategy;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * API keys in a chain of Spring Security, beside whatever else it has: a request without a key goes
 * on, and so does one with a bearer token that does not begin as keys do.
 *
 * <pre>{@code
 * http.with(apiKeys(), withDefaults())
 *     .authorizeHttpRequests(requests -> requests.anyRequest().authenticated());
 * }</pre>
 *
 * <p>A key that is refused is answered at once, with problem details. Requests made with an accepted
 * key need no CSRF token, have no session, and see no other authentication than that of the key.
 */
public final class ApiKeysConfigurer
    extends AbstractHttpConfigurer<ApiKeysConfigurer, HttpSecurity> {
  private boolean scopeByMethod = true;
  private Collection<String> known = List.of();
  private Customizer<KeybearerFilter.Builder> filter = Customizer.withDefaults();

  private ApiKeysConfigurer() {}

  /** Begins, for {@code http.with(apiKeys(), …)}. */
  public static ApiKeysConfigurer apiKeys() {
    return new ApiKeysConfigurer();
  }

  /**
   * Accepts keys of any scope, whatever the method, and leaves what they may do to the rules of the
   * chain. Unless told, GET, HEAD and OPTIONS need {@code read} and other methods {@code write}.
   */
  public ApiKeysConfigurer anyScope() {
    scopeByMethod = false;
    return this;
  }

  /**
   * Names of permissions that the application asks for by {@code hasAuthority}, so that a key with
   * {@code orders:*} has the authority {@code orders:read}.
   */
  public ApiKeysConfigurer permissions(String... names) {
    known = Set.of(names);
    return this;
  }

  /** Changes the filter, for example by rules of its own. */
  public ApiKeysConfigurer filter(Customizer<KeybearerFilter.Builder> change) {
    filter = change;
    return this;
  }

  @Override
  @SuppressWarnings("unchecked")
  public void init(HttpSecurity http) {
    RequestMatcher keyed = request -> KeyedRequest.key(request).isPresent();
    ProblemAnswer answer = answer(http);
    ExceptionHandlingConfigurer<HttpSecurity> failures =
        http.getConfigurer(ExceptionHandlingConfigurer.class);
    if (failures != null) {
      failures.defaultAuthenticationEntryPointFor(entryPoint(answer), ApiKeysConfigurer::isNoPage);
      failures.defaultAccessDeniedHandlerFor(deniedHandler(answer), keyed);
    }
    CsrfConfigurer<HttpSecurity> csrf = http.getConfigurer(CsrfConfigurer.class);
    if (csrf != null) {
      csrf.ignoringRequestMatchers(keyed);
    }
  }

  @Override
  public void configure(HttpSecurity http) {
    ApplicationContext context = http.getSharedObject(ApplicationContext.class);
    SecurityContextHolderStrategy holder = SecurityContextHolder.getContextHolderStrategy();
    KeybearerFilter.Builder builder = KeybearerFilter.builder(verifier(context))
        .clientAddress(context.getBean(ClientAddress.class))
        .otherwise(scopeByMethod ? Requirement.byMethod() : Requirement.anyScope())
        .capture(context.getBean(KeybearerProperties.class).capture().terms())
        .othersGoOn()
        .refusal(answer(http)::write)
        .onward((request, response, verdict, chain) -> {
          holder.setContext(holding(holder, verdict));
          chain.doFilter(new KeyedRequest(request, verdict.key()), response);
        });
    CompanyOfRequest company = context.getBeanProvider(CompanyOfRequest.class).getIfAvailable();
    if (company != null) {
      builder.company(company);
    }
    filter.customize(builder);
    http.addFilterBefore(builder.build(), CsrfFilter.class);
  }

  private static KeyVerifier verifier(ApplicationContext context) {
    return KeyVerifierDecorator.all(
        context.getBean(KeyVerifier.class), context.getBeanProvider(KeyVerifierDecorator.class));
  }

  private SecurityContext holding(
      SecurityContextHolderStrategy holder, Verification.Accepted verdict) {
    SecurityContext context = holder.createEmptyContext();
    context.setAuthentication(new ApiKeyAuthentication(verdict, known));
    return context;
  }

  private static ProblemAnswer answer(HttpSecurity http) {
    return new ProblemAnswer(http.getSharedObject(ApplicationContext.class)
        .getBean(KeybearerProperties.class)
        .realm());
  }

  /** Whoever asks for a page is left to the entry point of a form, where the chain has one. */
  private static boolean isNoPage(HttpServletRequest request) {
    String accept = request.getHeader("Accept");
    return accept == null || !accept.contains(MediaType.TEXT_HTML_VALUE);
  }

  private static AuthenticationEntryPoint entryPoint(ProblemAnswer answer) {
    return (request, response, failure) -> answer.write(
        request, response, new KeybearerException(ProblemCode.UNAUTHENTICATED), null, false);
  }

  private static AccessDeniedHandler deniedHandler(ProblemAnswer answer) {
    return (request, response, failure) -> {
      Verification.@Nullable Accepted verdict = KeyedRequest.verdict(request).orElse(null);
      answer.write(
          request,
          response,
          new KeybearerException(ProblemCode.KEY_RESTRICTED, "ACCESS_DENIED"),
          verdict,
          true);
    };
  }
}
