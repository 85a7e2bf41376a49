package io.keybearer.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** Names say the domain's word, and exceptions are ours. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class NameRulesTest {
  @ArchTest
  void noTypeIsNamedForWhatItIsNot(JavaClasses all) {
    noClasses()
        .should()
        .haveNameMatching(".*(Manager|Helper|Utils?|Impl|Base|Data|Info)")
        .check(all);
  }

  @ArchTest
  void noPackageIsADrawerForOddments(JavaClasses all) {
    noClasses()
        .should()
        .haveNameMatching("(.*\\.)?(utils?|impl|common|helpers?|misc|support|internal)\\..*")
        .check(all);
  }

  @ArchTest
  void nobodyThrowsBareExceptions(JavaClasses all) {
    noClasses()
        .that()
        .areNotAssignableTo(Throwable.class)
        .should()
        .accessTargetWhere(
            Access.to("java\\.lang\\.(RuntimeException|Exception|Error|Throwable)\\.<init>"))
        .check(all);
  }

  @ArchTest
  void exceptionsAreUnchecked(JavaClasses all) {
    classes()
        .that()
        .areAssignableTo(Throwable.class)
        .should()
        .beAssignableTo(RuntimeException.class)
        .check(all);
  }
}
