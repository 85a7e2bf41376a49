package io.keybearer.spring;

import io.keybearer.Keybearer;
import io.keybearer.KeybearerBuilder;
import io.keybearer.client.KeybearerClient;
import io.keybearer.key.TimeOrderedIds;
import io.keybearer.log.LogSpool;
import io.keybearer.policy.ForwardingHeader;
import io.keybearer.redact.Redactor;
import io.keybearer.secret.Peppers;
import io.keybearer.servlet.ClientAddress;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.spring.remote.RemoteTerms;
import io.keybearer.spring.remote.RemoteVerifier;
import io.keybearer.store.Store;
import io.keybearer.store.jdbc.JdbcStore;
import io.keybearer.token.KeyBrand;
import io.keybearer.token.KeyFormat;
import io.keybearer.verification.OwnerCheck;
import io.keybearer.verification.OwnerStandings;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;

/**
 * Makes the engine over the application's {@code DataSource}, and closes it with the application.
 * Every bean here gives way to one of the application's own.
 */
@AutoConfiguration(
    afterName = {
      "org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
    })
@ConditionalOnProperty(name = "keybearer.enabled", matchIfMissing = true)
@EnableConfigurationProperties(KeybearerProperties.class)
public class KeybearerAutoConfiguration {
  /** Verdicts of a server instead of an engine, where the properties say so. */
  @Bean
  @ConditionalOnMissingBean({Keybearer.class, Store.class, KeyVerifier.class})
  @ConditionalOnProperty(name = "keybearer.store", havingValue = "remote")
  RemoteVerifier remoteKeyVerifier(KeybearerProperties properties, ListableBeanFactory beans) {
    KeybearerProperties.Remote remote = properties.remote();
    if (remote.key().isBlank()) {
      throw new IllegalArgumentException(
          "expected keybearer.remote.key, a key of the server that holds keybearer:verify and"
              + " keybearer:logs");
    }
    KeybearerClient client = KeybearerClient.builder()
        .url(remote.url())
        .key(remote.key())
        .timeout(remote.timeout())
        .tries(1)
        .build();
    KeyFormat format = format(properties);
    KeybearerProperties.Capture capture = properties.capture();
    return new RemoteVerifier(
        client,
        format,
        new Redactor(format, capture.redact(), capture.keptBytes()),
        new RemoteTerms(remote.maxAge(), remote.lastKnownFor(), remote.mostVerdicts()),
        new TimeOrderedIds(Clock.systemUTC(), new SecureRandom()),
        Clock.systemUTC(),
        System::nanoTime,
        ownerStandings(properties.owners(), beans));
  }

  /**
   * The store in the application's own database, beside the tables that are there; closed by the
   * engine. Made after Flyway and Liquibase, which like to find a schema empty.
   */
  @Bean(destroyMethod = "")
  @ConditionalOnMissingBean({Keybearer.class, Store.class, KeyVerifier.class})
  @DependsOnDatabaseInitialization
  Store keybearerStore(ObjectProvider<DataSource> sources, KeybearerProperties properties) {
    DataSource source = sources.getIfUnique();
    if (source == null) {
      throw new NoStoreException();
    }
    JdbcStore.Builder store = JdbcStore.builder(source);
    if (properties.notifications()) {
      store.notifications(source);
    }
    return (properties.migrate() ? store : store.onlyCheckSchema()).open();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean({Keybearer.class, KeyVerifier.class})
  Keybearer keybearer(
      Store store,
      KeybearerProperties properties,
      ListableBeanFactory beans,
      ObjectProvider<KeybearerCustomizer> customizers) {
    KeybearerBuilder engine = Keybearer.builder(store)
        .format(format(properties))
        .peppers(Peppers.parse(properties.pepper()))
        .maxStaleness(properties.maxStaleness())
        .logRetention(properties.log().retention())
        .mostKeysInMemory(properties.mostKeysInMemory())
        .nodeName(properties.nodeName())
        .logAddresses(properties.logAddresses())
        .redactedNames(properties.capture().redact())
        .mostPayloadBytes(properties.capture().keptBytes());
    KeybearerProperties.Log log = properties.log();
    if (!log.spool().isBlank()) {
      engine.logSpool(
          new LogSpool(Path.of(log.spool()), log.spoolSize().toBytes(), log.drainShare() / 100.0));
    }
    OwnerCheck check = ownerCheck(beans);
    if (check != null) {
      engine.owners(check, properties.owners().maxAge(), properties.owners().timeout());
    }
    customizers.orderedStream().forEach(customizer -> customizer.customize(engine));
    return engine.open();
  }

  @Bean
  @ConditionalOnMissingBean
  KeyVerifier keyVerifier(Keybearer keybearer) {
    return KeyVerifier.of(keybearer);
  }

  @Bean
  @ConditionalOnMissingBean
  ClientAddress clientAddress(KeybearerProperties properties) {
    ForwardingHeader header = ForwardingHeader.fromHeaderName(properties.clientAddressHeader())
        .orElseThrow(() -> new IllegalArgumentException(
            "expected keybearer.client-address-header to be X-Forwarded-For or Forwarded"));
    return ClientAddress.through(properties.trustedProxies(), header);
  }

  private static @Nullable OwnerStandings ownerStandings(
      KeybearerProperties.Owners owners, ListableBeanFactory beans) {
    OwnerCheck check = ownerCheck(beans);
    return check == null
        ? null
        : new OwnerStandings(check, owners.maxAge(), owners.timeout(), System::nanoTime);
  }

  /** Fetched when it is first asked, since it may itself be made of the engine. */
  private static @Nullable OwnerCheck ownerCheck(ListableBeanFactory beans) {
    if (beans.getBeanNamesForType(OwnerCheck.class, true, false).length == 0) {
      return null;
    }
    ObjectProvider<OwnerCheck> check = beans.getBeanProvider(OwnerCheck.class);
    return (company, user) -> check.getObject().isActive(company, user);
  }

  private static KeyFormat format(KeybearerProperties properties) {
    return new KeyFormat(
        new KeyBrand(properties.brand()),
        properties.retiredBrands().stream().map(KeyBrand::new).toList(),
        Set.copyOf(properties.environments()));
  }
}
