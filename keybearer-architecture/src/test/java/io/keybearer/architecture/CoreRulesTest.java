package io.keybearer.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.io.Serializable;

/** What the core knows, and what it deliberately does not. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class CoreRulesTest {
  @ArchTest
  void coreKnowsNoSqlHttpJsonOrFramework(JavaClasses all) {
    classes()
        .that(Module.CORE.itsClasses())
        .should(onlyDependOnClassesThat(Module.CORE
            .itsClasses()
            .or(resideInAnyPackage(
                "java.io..",
                "java.lang..",
                "java.math..",
                "java.nio..",
                "java.security..",
                "java.text..",
                "java.time..",
                "java.util..",
                "javax.crypto..",
                "com.github.benmanes.caffeine.cache..",
                "org.jspecify.annotations.."))
            // The part of java.net that takes a text apart, and nothing that opens a connection.
            .or(JavaClass.Predicates.type(java.net.URI.class))
            .or(JavaClass.Predicates.type(java.net.URISyntaxException.class))
            .or(JavaClass.Predicates.type(java.net.IDN.class))
            // How busy the processors are, which java.lang does not tell.
            .or(JavaClass.Predicates.type(com.sun.management.OperatingSystemMXBean.class))
            .as("of the core, the JDK's ground, Caffeine and JSpecify")))
        .because("the core runs inside any application, whatever it is made of")
        .check(all);
  }

  @ArchTest
  void corePackagesAreFreeOfCycles(JavaClasses all) {
    slices()
        .matching("io.keybearer.(*)..")
        .should()
        .beFreeOfCycles()
        .check(all.that(Module.CORE.itsClasses()));
  }

  @ArchTest
  void nothingInTheCoreReachesBackToItsDoor(JavaClasses all) {
    noClasses()
        .that(Module.CORE.itsClasses())
        .and()
        .resideOutsideOfPackage("io.keybearer")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.keybearer")
        .check(all);
  }

  @ArchTest
  void problemsDependOnNothingElseOfOurs(JavaClasses all) {
    noClasses()
        .that()
        .resideInAPackage("io.keybearer.problem")
        .should()
        .dependOnClassesThat(resideInAPackage("io.keybearer..")
            .and(resideInAPackage("io.keybearer.problem").negate()))
        .check(all);
  }

  @ArchTest
  void coreTypesAreNotJavaSerializable(JavaClasses all) {
    noClasses()
        .that(Module.CORE.itsClasses())
        .and()
        .areNotEnums()
        .and()
        .areNotAssignableTo(Throwable.class)
        .should()
        .implement(Serializable.class)
        .check(all);
  }
}
