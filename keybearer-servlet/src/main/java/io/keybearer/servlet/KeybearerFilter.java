package io.keybearer.servlet;

import io.keybearer.Keybearer;
import io.keybearer.log.Captured;
import io.keybearer.policy.RouteRule;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.secret.PresentedKey;
import io.keybearer.secret.SecretText;
import io.keybearer.verification.Verification;
import io.keybearer.verification.VerificationRequest;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks every request for a key and lets it go on when the key may make it. Everything that it is
 * mapped to needs a key, of the scope that the method needs, unless a rule says otherwise. Safe for
 * concurrent use; wants {@code asyncSupported}.
 *
 * <pre>{@code
 * context.addFilter("keybearer", KeybearerFilter.of(keybearer))
 *     .addMappingForUrlPatterns(null, false, "/api/*");
 * }</pre>
 */
public final class KeybearerFilter implements Filter {
  private final KeyVerifier verifier;
  private final ClientAddress clientAddress;
  private final CompanyOfRequest company;
  private final RequestRules rules;
  private final boolean othersGoOn;
  private final boolean preflightsGoOn;
  private final LongSupplier nanoTime;
  private final Onward onward;
  private final Refusal refusal;
  private final CaptureTerms captureTerms;
  private final String seen = KeybearerFilter.class.getName() + "@" + System.identityHashCode(this);

  private KeybearerFilter(Builder parts) {
    verifier = parts.verifier;
    clientAddress = parts.clientAddress;
    company = parts.company;
    rules = new RequestRules(parts.rules, parts.otherwise);
    othersGoOn = parts.othersGoOn;
    preflightsGoOn = parts.preflightsGoOn;
    nanoTime = parts.nanoTime;
    onward = parts.onward;
    refusal = parts.refusal;
    captureTerms = parts.captureTerms;
  }

  /** A filter with every default, over an engine that stays the caller's to close. */
  public static KeybearerFilter of(Keybearer keybearer) {
    return builder(KeyVerifier.of(keybearer)).build();
  }

  /** Begins a filter. */
  public static Builder builder(KeyVerifier verifier) {
    return new Builder(verifier);
  }

  /** How a request goes on whose key was accepted. */
  @FunctionalInterface
  public interface Onward {
    /** Lets the rest of the chain answer. */
    void go(
        HttpServletRequest request,
        HttpServletResponse response,
        Verification.Accepted verdict,
        FilterChain chain)
        throws IOException, ServletException;
  }

  /** How a request is answered that may not go on. */
  @FunctionalInterface
  public interface Refusal {
    /**
     * Answers it.
     *
     * @param problem why not
     * @param verdict what was said of its key; absent when nothing was
     * @param credentialCame whether a credential came
     */
    void answer(
        HttpServletRequest request,
        HttpServletResponse response,
        KeybearerException problem,
        @Nullable Verification verdict,
        boolean credentialCame)
        throws IOException, ServletException;
  }

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!(request instanceof HttpServletRequest http)
        || !(response instanceof HttpServletResponse answer)) {
      throw new ServletException("expected a request of HTTP, of which a key can be asked");
    }
    boolean again = http.getAttribute(seen) != null;
    if (again || http.getDispatcherType() == DispatcherType.ERROR) {
      goOnAgain(http, answer, chain);
      return;
    }
    http.setAttribute(seen, "");
    enter(http, answer, chain);
  }

  /** What was let in goes on as it is when the container leads it elsewhere. */
  private void goOnAgain(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Optional<Verification.Accepted> accepted = KeyedRequest.verdict(request);
    if (accepted.isPresent()) {
      onward.go(request, response, accepted.get(), chain);
    } else {
      chain.doFilter(request, response);
    }
  }

  private void enter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long startedAt = nanoTime.getAsLong();
    Requirement requirement;
    SecretText key;
    try {
      requirement = rules.of(request);
      boolean goesOn = requirement.keyless() || (preflightsGoOn && isPreflight(request));
      key = goesOn ? null : presented(request);
    } catch (KeybearerException problem) {
      refusal.answer(request, response, problem, null, false);
      return;
    }
    if (key == null) {
      chain.doFilter(request, response);
      return;
    }
    Verification verdict;
    try {
      verdict = verifier.verify(asked(request, key, requirement));
    } catch (KeybearerException problem) {
      refusal.answer(request, response, problem, null, true);
      return;
    }
    answer(request, response, chain, verdict, startedAt);
  }

  private void answer(
      HttpServletRequest request,
      HttpServletResponse response,
      FilterChain chain,
      Verification verdict,
      long startedAt)
      throws IOException, ServletException {
    Captured wanted = verdict.captured();
    Capturing capturing =
        wanted.any() ? Capturing.begin(captureTerms, wanted, request, response) : null;
    RowCompletion row =
        new RowCompletion(verifier, verdict.logId(), response, nanoTime, startedAt, capturing);
    boolean returned = false;
    try {
      if (verdict instanceof Verification.Denied denied) {
        refusal.answer(request, response, denied.reason().refusal(), verdict, true);
      } else {
        Verification.Accepted accepted = (Verification.Accepted) verdict;
        KeyedRequest.note(request, accepted);
        ProblemAnswer.limits(response, accepted.limits());
        if (capturing == null) {
          onward.go(request, response, accepted, chain);
        } else {
          onward.go(capturing.request(), capturing.response(), accepted, chain);
        }
      }
      returned = true;
    } finally {
      if (returned) {
        row.returned(request);
      } else {
        row.threw();
      }
    }
  }

  /**
   * The key that came; none where others may go on and nothing came, or somebody else's token.
   *
   * @throws KeybearerException {@code UNAUTHENTICATED}, {@code CREDENTIAL_REPEATED}
   */
  private @Nullable SecretText presented(HttpServletRequest request) {
    List<String> bare = lines(request, PresentedKey.X_API_KEY);
    SecretText key =
        PresentedKey.find(lines(request, PresentedKey.AUTHORIZATION), bare).orElse(null);
    if (key == null && !othersGoOn) {
      throw new KeybearerException(ProblemCode.UNAUTHENTICATED);
    }
    boolean others = key != null && bare.isEmpty() && othersGoOn && !verifier.recognises(key);
    return others ? null : key;
  }

  /** A browser's question whether it may ask, which never carries a credential. */
  private static boolean isPreflight(HttpServletRequest request) {
    return "OPTIONS".equals(request.getMethod())
        && request.getHeader("Origin") != null
        && request.getHeader("Access-Control-Request-Method") != null;
  }

  private VerificationRequest asked(
      HttpServletRequest request, SecretText key, Requirement requirement) {
    VerificationRequest.Builder asked = VerificationRequest.of(key)
        .ip(clientAddress.of(request).orElse(null))
        .referer(request.getHeader("Referer"))
        .origin(request.getHeader("Origin"))
        .userAgent(request.getHeader("User-Agent"))
        .method(request.getMethod())
        .endpoint(request.getRequestURI())
        .permissions(requirement.permissions())
        .company(requested(request).ref());
    return requirement.scope() == null && !requirement.scopeByMethod()
        ? asked.withoutScope().build()
        : asked.scope(requirement.scope()).build();
  }

  /** The application's answer, which may never be taken for one that was not given. */
  private RequestedCompany requested(HttpServletRequest request) {
    try {
      return Objects.requireNonNull(
          company.of(request), "expected whose keys may make the request");
    } catch (KeybearerException known) {
      throw known;
    } catch (RuntimeException failed) {
      throw new StoreUnavailableException(failed);
    }
  }

  private static List<String> lines(HttpServletRequest request, String name) {
    return Collections.list(request.getHeaders(name));
  }

  /** Gathers what a filter is made of. Everything but the verifier has a default. For one thread. */
  public static final class Builder {
    private final KeyVerifier verifier;
    private final List<RequestRules.Rule> rules = new ArrayList<>();
    private Requirement otherwise = Requirement.byMethod();
    private ClientAddress clientAddress = ClientAddress.peer();
    private CompanyOfRequest company = request -> RequestedCompany.any();
    private LongSupplier nanoTime = System::nanoTime;
    private CaptureTerms captureTerms = CaptureTerms.USUAL;
    private boolean othersGoOn;
    private boolean preflightsGoOn;
    private Onward onward = (request, response, verdict, chain) ->
        chain.doFilter(new KeyedRequest(request, verdict.key()), response);
    private Refusal refusal = new ProblemAnswer("keybearer")::write;

    private Builder(KeyVerifier verifier) {
      this.verifier = verifier;
    }

    /**
     * Asks something else of some requests than of the rest. The first rule that fits a request
     * counts.
     *
     * @param route methods and a path, as {@link RouteRule} has them: {@code GET /health}, {@code *
     *     /admin/*}; the path as servlets are found by it, without the context path
     * @throws KeybearerException when the route has another form
     */
    public Builder rule(String route, Requirement requirement) {
      rules.add(new RequestRules.Rule(RouteRule.parse(route), requirement));
      return this;
    }

    /** Asks this of every request that no rule fits; {@link Requirement#byMethod()} unless told. */
    public Builder otherwise(Requirement value) {
      otherwise = value;
      return this;
    }

    /** Where clients are; at the other end of the connection unless told. */
    public Builder clientAddress(ClientAddress value) {
      clientAddress = value;
      return this;
    }

    /** Whose keys may make a request; any company's unless told. */
    public Builder company(CompanyOfRequest value) {
      company = value;
      return this;
    }

    /**
     * Lets requests go on that come without a key, or with a bearer token that does not begin as
     * keys do, for others to look after. What does go on without a key has no principal from here.
     */
    public Builder othersGoOn() {
      othersGoOn = true;
      return this;
    }

    /**
     * Lets preflight requests of CORS go on without a key, for the application to answer: only where
     * it answers them before any of its own code that serves {@code OPTIONS}.
     */
    public Builder preflightsGoOn() {
      preflightsGoOn = true;
      return this;
    }

    /** What answers call this application in {@code WWW-Authenticate}; {@code keybearer} unless told. */
    public Builder realm(String realm) {
      refusal = new ProblemAnswer(realm)::write;
      return this;
    }

    /** Monotonic nanoseconds, as {@link System#nanoTime}; execution times go by it. */
    public Builder nanoTime(LongSupplier value) {
      nanoTime = value;
      return this;
    }

    /** What is taken where payloads are captured; {@link CaptureTerms#USUAL} unless told. */
    public Builder capture(CaptureTerms value) {
      captureTerms = value;
      return this;
    }

    /** How accepted requests go on; as a {@link KeyedRequest} unless told. */
    public Builder onward(Onward value) {
      onward = value;
      return this;
    }

    /** How others are answered; by a {@link ProblemAnswer} unless told. */
    public Builder refusal(Refusal value) {
      refusal = value;
      return this;
    }

    /** The filter. */
    public KeybearerFilter build() {
      return new KeybearerFilter(this);
    }
  }
}
