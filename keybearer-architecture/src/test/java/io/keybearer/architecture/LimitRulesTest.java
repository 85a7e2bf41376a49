package io.keybearer.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Who knows of Redis, and what limits over it know. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class LimitRulesTest {
  @ArchTest
  void onlyTheLimitsOverRedisSpeakToIt(JavaClasses all) {
    noClasses()
        .that(not(Module.LIMIT_REDIS.itsClasses()))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.lettuce..")
        .check(all);
  }

  @ArchTest
  void limitsOverRedisKnowNothingOfKeys(JavaClasses all) {
    classes()
        .that(Module.LIMIT_REDIS.itsClasses())
        .should(onlyDependOnClassesThat(Module.LIMIT_REDIS
            .itsClasses()
            .or(resideInAnyPackage(
                "java..",
                "io.keybearer.limit..",
                "io.lettuce.core..",
                "org.jspecify.annotations.."))
            .as("of limits, the JDK, Lettuce and JSpecify")))
        .because("a counter is a name: nothing that is secret can get into Redis")
        .check(all);
  }
}
