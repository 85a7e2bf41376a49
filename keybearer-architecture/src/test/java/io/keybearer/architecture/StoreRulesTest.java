package io.keybearer.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** What of the stores can be seen. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class StoreRulesTest {
  @ArchTest
  void dialectsAreTheStoresOwnAffair(JavaClasses all) {
    classes()
        .that()
        .haveSimpleNameEndingWith("Dialect")
        .should()
        .bePackagePrivate()
        .check(all);
  }

  @ArchTest
  void onlyTheJdbcStoreSpeaksSql(JavaClasses all) {
    noClasses()
        .that(not(Module.STORE_JDBC.itsClasses()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.sql..", "org.sqlite..", "org.postgresql..", "com.zaxxer..")
        .check(all);
  }

  @ArchTest
  void theJdbcStoreKnowsNoVerificationAndNoLifecycle(JavaClasses all) {
    noClasses()
        .that(Module.STORE_JDBC.itsClasses())
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.keybearer.verification..", "io.keybearer.lifecycle..")
        .check(all);
  }
}
