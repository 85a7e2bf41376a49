package io.keybearer.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

/** The rules look at every module there is. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class ModulesSeenTest {
  @ArchTest
  void everyModuleIsLookedAt(JavaClasses all) {
    for (Module module : Module.values()) {
      assertThat(all.that(module.itsClasses())).as(module.artifact()).isNotEmpty();
    }
  }
}
