package io.keybearer.spring;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code keybearer.*} says in an application's properties.
 *
 * @param enabled whether Keybearer is set up at all.
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
 * @param mostKeysInMemory how many keys are kept in memory at most.
 * @param nodeName what operators call this process among those that share the database.
 * @param realm what answers call this application in WWW-Authenticate.
 * @param trustedProxies addresses and CIDR blocks of the proxies whose forwarding header is
 *     believed; leave it empty where server.forward-headers-strategy does the same.
 * @param clientAddressHeader the one header that those proxies write, X-Forwarded-For or Forwarded.
 * @param filter the filter of applications without Spring Security.
 */
@ConfigurationProperties("keybearer")
public record KeybearerProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("true") boolean migrate,
    @DefaultValue("false") boolean notifications,
    @DefaultValue("kb") String brand,
    @DefaultValue List<String> retiredBrands,
    @DefaultValue({"live", "test"}) List<String> environments,
    @DefaultValue("") String pepper,
    @DefaultValue("5s") Duration maxStaleness,
    @DefaultValue("1000000") long mostKeysInMemory,
    @DefaultValue("") String nodeName,
    @DefaultValue("keybearer") String realm,
    @DefaultValue List<String> trustedProxies,
    @DefaultValue("X-Forwarded-For") String clientAddressHeader,
    @DefaultValue Filter filter) {

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
