package io.keybearer.spring;

import io.keybearer.policy.AddressDetail;
import io.keybearer.servlet.CaptureTerms;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What {@code keybearer.*} says in an application's properties.
 *
 * @param enabled whether Keybearer is set up at all.
 * @param store where keys are kept: database, the application's own, or remote, a Keybearer server.
 * @param migrate whether the tables are made and brought to this version at the start; otherwise
 *     they are checked.
 * @param notifications whether changes made by other processes are heard of at once, on one
 *     connection of the pool that is held for that (PostgreSQL); otherwise the feed is read every
 *     50 milliseconds.
 * @param brand what the text of every new key begins with.
 * @param retiredBrands earlier brands, still accepted.
 * @param environments the environments that keys may name in their text.
 * @param pepper what hashes are keyed with, as id:base64, several separated by commas, the current
 *     one first; belongs into the environment, not into a file.
 * @param maxStaleness how long what is in memory is believed without word from the database, from
 *     0.1 s to 1 h.
 * @param log the request log.
 * @param mostKeysInMemory how many keys are kept in memory at most.
 * @param nodeName what operators call this process among those that share the database.
 * @param realm what answers call this application in WWW-Authenticate.
 * @param trustedProxies addresses and CIDR blocks of the proxies whose forwarding header is
 *     believed; leave it empty where server.forward-headers-strategy does the same.
 * @param clientAddressHeader the one header that those proxies write, X-Forwarded-For or Forwarded.
 * @param logAddresses how much of clients' addresses is stored: full, truncated to their /24 or /48
 *     network, or none.
 * @param capture what is kept of payloads, where that is switched on for a key or its company.
 * @param owners how long the application's own word about owners of keys holds.
 * @param remote the server, when keys are kept there.
 * @param filter the filter of applications without Spring Security.
 * @param selfService the endpoints at which users look after their own keys.
 */
@ConfigurationProperties("keybearer")
public record KeybearerProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("database") Kept store,
    @DefaultValue("true") boolean migrate,
    @DefaultValue("false") boolean notifications,
    @DefaultValue("kb") String brand,
    @DefaultValue List<String> retiredBrands,
    @DefaultValue({"live", "test"}) List<String> environments,
    @DefaultValue("") String pepper,
    @DefaultValue("5s") Duration maxStaleness,
    @DefaultValue Log log,
    @DefaultValue("1000000") long mostKeysInMemory,
    @DefaultValue("") String nodeName,
    @DefaultValue("keybearer") String realm,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("X-Forwarded-For") String clientAddressHeader,
    @DefaultValue("full") AddressDetail logAddresses,
    @DefaultValue Capture capture,
    @DefaultValue Owners owners,
    @DefaultValue Remote remote,
    @DefaultValue Filter filter,
    @DefaultValue SelfService selfService) {

  /** Where keys are kept. */
  public enum Kept {
    /** In the application's own database. */
    DATABASE,
    /** On a Keybearer server. */
    REMOTE
  }

  /**
   * The request log.
   *
   * @param retention how long its rows are kept, unless their company has a rule of its own, from 1
   *     hour to 36500 days; the same in all processes that share the database.
   * @param spool the folder on the local disk that rows go to before they are in the database; they
   *     survive the end of the process then. Nothing for none. Processes may share one.
   * @param spoolSize how much the spool may hold, from 1 MB; past that rows are dropped and counted.
   * @param drainShare the share of the time, in percent, in which the spool is written to the
   *     database when the processors are busy otherwise; it grows until the spool is half full or a
   *     minute behind.
   */
  public record Log(
      @DefaultValue("90d") Duration retention,
      @DefaultValue("") String spool,
      @DefaultValue("1GB") DataSize spoolSize,
      @DefaultValue("5") int drainShare) {}

  /**
   * How long the word of a bean OwnerCheck holds.
   *
   * @param maxAge how long an answer holds, up to 1 hour; after half of that it is asked for again
   *     in the background.
   * @param timeout how long a request waits for an answer that is not known; past that it is
   *     answered with 503.
   */
  public record Owners(
      @DefaultValue("30s") Duration maxAge,
      @DefaultValue("1s") Duration timeout) {}

  /**
   * The endpoints at which users look after their own keys.
   *
   * @param enabled whether there are any.
   * @param path where they are.
   * @param company the slug of the company whose users they are, where no bean KeyOwner says more;
   *     made with the first key.
   * @param scopes the scopes that users may give their keys.
   * @param permissions the permissions that they may give them.
   * @param maxKeys how many keys one user may have that can be used.
   * @param maxLife how long a key may live, and does unless its user says less.
   * @param maxGrace how long a key that was rotated may stay valid.
   * @param rateLimit how many requests a window every key may make at most, and does unless its user
   *     says less; 0 is what the company says.
   * @param rateLimitWindow the window of that.
   * @param withKeys whether a key itself may be used to look after the keys of its user.
   */
  public record SelfService(
      @DefaultValue("false") boolean enabled,
      @DefaultValue("/api-keys") String path,
      @DefaultValue("default") String company,
      @DefaultValue({"read", "write"}) List<String> scopes,
      @DefaultValue List<String> permissions,
      @DefaultValue("10") long maxKeys,
      @DefaultValue("365d") Duration maxLife,
      @DefaultValue("7d") Duration maxGrace,
      @DefaultValue("0") long rateLimit,
      @DefaultValue("1h") Duration rateLimitWindow,
      @DefaultValue("false") boolean withKeys) {}

  /**
   * The server, when keys are kept there.
   *
   * @param url where it is, such as https://keys.example.com.
   * @param key the key to call it with, which holds keybearer:verify and keybearer:logs; belongs into
   *     the environment, not into a file.
   * @param timeout how long a verification waits for the server.
   * @param maxAge how old an acceptance of a key without limits may be that is given again without
   *     asking, up to 1 minute; the server's own staleness comes on top.
   * @param lastKnownFor how old it may be while the server does not answer, up to 1 hour; past that
   *     requests are answered with 503.
   * @param mostVerdicts how many verdicts are remembered at most.
   */
  public record Remote(
      @DefaultValue("http://127.0.0.1:8787") String url,
      @DefaultValue("") String key,
      @DefaultValue("2s") Duration timeout,
      @DefaultValue("1s") Duration maxAge,
      @DefaultValue("0s") Duration lastKnownFor,
      @DefaultValue("10000") int mostVerdicts) {
    /** The key is a secret. */
    @Override
    public String toString() {
      return "Remote[url=" + url + ", maxAge=" + maxAge + "]";
    }
  }

  /**
   * What is kept of payloads, where that is switched on for a key or its company.
   *
   * @param mostBytes how many bytes of each body the filter takes, up to 262144.
   * @param keptBytes how many bytes of it the log keeps, 64 to 1048576; the rest is cut off.
   * @param requestHeaders fields of requests that are kept too, without their secrets.
   * @param responseHeaders fields of answers that are kept too, without their secrets.
   * @param redact names of fields to hide, beside those known everywhere such as password.
   */
  public record Capture(
      @DefaultValue("65536") int mostBytes,
      @DefaultValue("16384") int keptBytes,
      @DefaultValue List<String> requestHeaders,
      @DefaultValue List<String> responseHeaders,
      @DefaultValue List<String> redact) {
    /** What the filter takes. */
    public CaptureTerms terms() {
      return new CaptureTerms(mostBytes, requestHeaders, responseHeaders);
    }
  }

  /**
   * The filter of applications without Spring Security.
   *
   * @param enabled whether there is one.
   * @param paths the paths that need a key, as servlet patterns.
   * @param order where it stands among the filters.
   * @param scopeByMethod whether GET, HEAD and OPTIONS need the scope read, and other methods write;
   *     otherwise any key will do where no rule says more.
   * @param rules what single paths need; the first that fits counts.
   */
  public record Filter(
      @DefaultValue("true") boolean enabled,
      @DefaultValue("/*") List<String> paths,
      @DefaultValue("-100") int order,
      @DefaultValue("true") boolean scopeByMethod,
      @DefaultValue List<Rule> rules) {}

  /**
   * What some requests need.
   *
   * @param route methods and a path, such as GET /health or * /admin/*.
   * @param open whether they need no key.
   * @param scope the scope that they need, read, write or admin.
   * @param permissions the permissions that they need, all of them.
   */
  public record Rule(
      String route,
      @DefaultValue("false") boolean open,
      @Nullable String scope,
      @DefaultValue List<String> permissions) {}

  /** The pepper is a secret. */
  @Override
  public String toString() {
    return "KeybearerProperties[brand=" + brand + ", maxStaleness=" + maxStaleness + "]";
  }
}
