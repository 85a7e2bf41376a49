package io.keybearer.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** JSON is written and read member by member: no library maps it onto a type of ours. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class JsonRulesTest {
  private static final String WHY =
      "a member added to a domain type must not appear on the wire by itself";

  @ArchTest
  void noTypeCarriesJacksonAnnotations(JavaClasses all) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.fasterxml.jackson.annotation..")
        .because(WHY)
        .check(all);
  }

  @ArchTest
  void nobodyBindsJsonToTypes(JavaClasses all) {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching("com\\.fasterxml\\.jackson\\.databind\\.Object(Mapper|Reader|Writer)"
            + "|com\\.fasterxml\\.jackson\\.databind\\.json\\.JsonMapper"
            + "|com\\.fasterxml\\.jackson\\.core\\.ObjectCodec"
            + "|io\\.vertx\\.core\\.json\\..*")
        .because(WHY)
        .check(all);
  }
}
