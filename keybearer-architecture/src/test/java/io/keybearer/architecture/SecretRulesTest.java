package io.keybearer.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;

/** Where the text of a key can come out. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class SecretRulesTest {
  /** Who shows a key that was just issued: once, to the one who asked for it. */
  private static final Set<String> SHOW_ISSUED_KEYS = Set.of(
      "io.keybearer.server.FirstKey",
      "io.keybearer.server.rest.KeyRoutes",
      "io.keybearer.spring.selfservice.OwnKeyJson",
      // To tests alone.
      "io.keybearer.spring.test.TestKeys");

  /** Who passes a key on to the server that is to verify it. */
  private static final String ASKS_A_SERVER = "io.keybearer.spring.remote.RemoteVerifier";

  private static final DescribedPredicate<JavaClass> MAY_READ_KEYS = resideInAnyPackage(
          "io.keybearer.secret", "io.keybearer.lifecycle", "io.keybearer.token")
      .or(DescribedPredicate.describe(
          "show issued keys", type -> SHOW_ISSUED_KEYS.contains(type.getName())))
      .or(DescribedPredicate.describe(
          "ask a server", type -> type.getName().equals(ASKS_A_SERVER)));

  @ArchTest
  void keyTextComesOutOnlyWhereItIsHashedReadOrShownOnce(JavaClasses all) {
    noClasses()
        .that(not(MAY_READ_KEYS))
        .should()
        .accessTargetWhere(
            Access.to("io\\.keybearer\\.secret\\.SecretText\\.(reveal|revealBytes|text)"))
        .check(all);
  }

  @ArchTest
  void storesNeverSeeTheTextOfAKey(JavaClasses all) {
    noClasses()
        .that()
        .resideInAPackage("io.keybearer.store..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("io.keybearer.secret.SecretText")
        .check(all);
  }
}
