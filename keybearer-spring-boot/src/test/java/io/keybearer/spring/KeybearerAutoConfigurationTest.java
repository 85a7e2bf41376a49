package io.keybearer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.keybearer.Keybearer;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyRef;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.servlet.ClientAddress;
import io.keybearer.servlet.KeyVerifier;
import io.keybearer.store.InMemoryStore;
import io.keybearer.store.Store;
import io.keybearer.store.jdbc.UnusableDatabaseException;
import io.keybearer.verification.OwnerCheck;
import io.keybearer.verification.VerificationRequest;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What an application gets for its DataSource and its properties. */
class KeybearerAutoConfigurationTest {
  private final ApplicationContextRunner runner = new ApplicationContextRunner()
      .withConfiguration(AutoConfigurations.of(KeybearerAutoConfiguration.class));

  @TempDir
  private Path folder;

  @Test
  void aDataSourceIsAllThatIsNeeded() {
    runner.withBean(HikariDataSource.class, sqlite("one.db")).run(context -> {
      assertThat(context).hasSingleBean(Keybearer.class).hasSingleBean(KeyVerifier.class);
      assertThat(context).hasSingleBean(ClientAddress.class);
      assertThat(issuedAndVerified(context.getBean(Keybearer.class))).startsWith("kb_s_");
    });
  }

  @Test
  void theLogGoesThroughASpoolWhereOneIsNamed() {
    runner
        .withBean(HikariDataSource.class, sqlite("spooled.db"))
        .run(context ->
            assertThat(context.getBean(Keybearer.class).log().writer().spool()).isEmpty());
    Path spool = folder.resolve("spool");
    runner
        .withBean(HikariDataSource.class, sqlite("spooled.db"))
        .withPropertyValues("keybearer.log.spool=" + spool, "keybearer.log.spool-size=2MB")
        .run(context -> {
          assertThat(context.getBean(Keybearer.class).log().writer().spool())
              .hasValueSatisfying(status -> assertThat(status.mostBytes()).isEqualTo(2 << 20));
          assertThat(spool).isNotEmptyDirectory();
        });
    assertThat(spool).isEmptyDirectory();
  }

  @Test
  void postgresWithOtherTablesWillDoToo() throws IOException, SQLException {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      DataSource database = postgres.getPostgresDatabase();
      run(database, "CREATE TABLE api_key (id INTEGER)");
      runner
          .withBean(DataSource.class, () -> database)
          .withPropertyValues("keybearer.notifications=true")
          .run(context -> {
            issuedAndVerified(context.getBean(Keybearer.class));
            assertThat(tables(database))
                .contains("api_key", "keybearer_api_key", "keybearer_schema_version")
                .allMatch(name -> name.equals("api_key") || name.startsWith("keybearer_"));
          });
    }
  }

  @Test
  void theEngineIsClosedWithTheApplicationAndItsPoolIsNot() {
    Keybearer[] engine = new Keybearer[1];
    try (HikariDataSource pool = sqlite("two.db").get()) {
      new ApplicationContextRunner()
          .withConfiguration(AutoConfigurations.of(KeybearerAutoConfiguration.class))
          .withInitializer(context -> context.getBeanFactory().registerSingleton("pool", pool))
          .run(context -> engine[0] = context.getBean(Keybearer.class));
      assertThat(pool.isClosed()).isFalse();
      assertThat(engine[0].membership().read().standings()).isEmpty();
    }
  }

  @Test
  void withoutADataSourceItSaysWhatToDo() {
    runner.run(context -> {
      assertThat(context).hasFailed();
      assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(NoStoreException.class);
      NoStoreException cause = new NoStoreException();
      assertThat(new NoStoreAnalyzer().analyze(cause, cause).getAction())
          .contains("spring.datasource.url", "keybearer.enabled=false");
    });
  }

  @Test
  void oneOfSeveralDataSourcesHasToBePrimary() {
    runner
        .withBean("first", HikariDataSource.class, sqlite("a.db"))
        .withBean("second", HikariDataSource.class, sqlite("b.db"))
        .run(context ->
            assertThat(context.getStartupFailure()).hasRootCauseInstanceOf(NoStoreException.class));
    runner
        .withBean("first", HikariDataSource.class, sqlite("a.db"))
        .withBean("second", HikariDataSource.class, sqlite("b.db"), bean -> bean.setPrimary(true))
        .run(context -> assertThat(context).hasNotFailed());
  }

  @Test
  void tablesAreOnlyCheckedWhereSomebodyElseMakesThem() {
    runner
        .withBean(HikariDataSource.class, sqlite("three.db"))
        .withPropertyValues("keybearer.migrate=false")
        .run(context -> assertThat(context.getStartupFailure())
            .hasRootCauseInstanceOf(UnusableDatabaseException.class));
  }

  @Test
  void anOwnerCheckMayItselfBeMadeOfTheEngine() {
    runner
        .withBean(HikariDataSource.class, sqlite("owners.db"))
        .withUserConfiguration(Directory.class)
        .run(context -> {
          Keybearer keybearer = context.getBean(Keybearer.class);
          Company acme =
              keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme"));
          assertThat(ownersVerdict(keybearer, acme, "ada")).isEqualTo("VALID");
          assertThat(ownersVerdict(keybearer, acme, "grace")).isEqualTo("OWNER_DISABLED");
        });
  }

  private static String ownersVerdict(Keybearer keybearer, Company company, String user) {
    IssuedKey key =
        keybearer.administration().keys().issue(KeyDraft.user(company.id(), user, user));
    return keybearer.verify(VerificationRequest.of(key.text()).build()).code();
  }

  /** Knows companies by their slugs, which the engine tells it. */
  @Configuration
  static class Directory {
    @Bean
    OwnerCheck ownerCheck(Keybearer keybearer) {
      return (company, user) -> keybearer
              .administration()
              .companies()
              .get(CompanyRef.of(company))
              .slug()
              .equals("acme")
          && user.equals("ada");
    }
  }

  @Test
  void switchedOffItMakesNothing() {
    runner
        .withPropertyValues("keybearer.enabled=false")
        .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(KeyVerifier.class));
  }

  @Test
  void aServerTakesThePlaceOfEngineAndDatabase() {
    runner
        .withPropertyValues("keybearer.store=remote", "keybearer.remote.key=kb_s_of_the_server")
        .run(context -> assertThat(context)
            .hasNotFailed()
            .hasSingleBean(KeyVerifier.class)
            .doesNotHaveBean(Keybearer.class)
            .doesNotHaveBean(Store.class));
    runner
        .withPropertyValues("keybearer.store=remote")
        .run(context -> assertThat(context.getStartupFailure())
            .rootCause()
            .hasMessageContaining("keybearer.remote.key"));
  }

  @Test
  void anApplicationsOwnBeansComeFirst() {
    runner
        .withBean(Store.class, () -> InMemoryStore.create(Clock.systemUTC()))
        .withBean(ClientAddress.class, ClientAddress::peer)
        .run(context -> {
          assertThat(context).hasSingleBean(Store.class).hasSingleBean(ClientAddress.class);
          issuedAndVerified(context.getBean(Keybearer.class));
        });
  }

  @Test
  void propertiesAndCustomizersMakeTheEngine() {
    runner
        .withBean(HikariDataSource.class, sqlite("four.db"))
        .withBean(KeybearerCustomizer.class, () -> engine -> engine.nodeName("customized"))
        .withPropertyValues(
            "keybearer.brand=acme", "keybearer.environments=eu", "keybearer.node-name=named")
        .run(context -> {
          Keybearer engine = context.getBean(Keybearer.class);
          assertThat(issuedAndVerified(engine)).startsWith("acme_s_");
          assertThat(engine.format().environments()).containsExactly("eu");
          assertThat(engine.membership().read().standings().get(0).node().beat().name())
              .isEqualTo("customized");
        });
  }

  @Test
  void aWrongPropertyStopsTheStartAndAPepperIsNeverRepeated() {
    for (String wrong : List.of(
        "keybearer.client-address-header=X-Real-IP",
        "keybearer.trusted-proxies=10.0.0.1/8",
        "keybearer.brand=No",
        "keybearer.max-staleness=2h",
        "keybearer.pepper=p1:hunter2")) {
      runner
          .withBean(HikariDataSource.class, sqlite("five.db"))
          .withPropertyValues(wrong)
          .run(context -> {
            assertThat(context).as(wrong).hasFailed();
            assertThat(context.getStartupFailure()).hasMessageNotContaining("hunter2");
          });
    }
  }

  private Supplier<HikariDataSource> sqlite(String name) {
    return () -> {
      HikariDataSource source = new HikariDataSource();
      source.setJdbcUrl("jdbc:sqlite:" + folder.resolve(name) + "?busy_timeout=5000");
      return source;
    };
  }

  private static String issuedAndVerified(Keybearer keybearer) {
    Company acme =
        keybearer.administration().companies().create(CompanyDraft.of("acme", "Acme Ltd"));
    IssuedKey issued =
        keybearer.administration().keys().issue(KeyDraft.service(acme.id(), "billing"));
    assertThat(keybearer.verify(VerificationRequest.of(issued.text()).build()).valid())
        .isTrue();
    return issued.text().reveal();
  }

  private static void run(DataSource database, String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        java.sql.Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> tables(DataSource database) throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = database.getConnection();
        ResultSet tables =
            connection.getMetaData().getTables(null, "public", "%", new String[] {"TABLE"})) {
      while (tables.next()) {
        names.add(tables.getString("TABLE_NAME"));
      }
    }
    return names;
  }
}
