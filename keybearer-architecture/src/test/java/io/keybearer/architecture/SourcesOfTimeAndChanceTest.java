package io.keybearer.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/** Time and chance are passed in, so that a test can move the one and fix the other. */
@AnalyzeClasses(packages = "io.keybearer", importOptions = ImportOption.DoNotIncludeTests.class)
class SourcesOfTimeAndChanceTest {
  /** Where a system is put together, and a default stands for what nobody passed. */
  private static final Set<String> COMPOSITION_ROOTS = Set.of(
      "io.keybearer.KeybearerBuilder",
      "io.keybearer.cli.KeybearerCommand",
      "io.keybearer.client.KeybearerClient$Builder",
      "io.keybearer.server.Server",
      "io.keybearer.servlet.KeybearerFilter$Builder",
      "io.keybearer.spring.KeybearerAutoConfiguration",
      "io.keybearer.spring.test.TestKeybearerConfiguration",
      // Names a feed that lives as long as its process: the name must be new, and protects nothing.
      "io.keybearer.store.InMemoryFeed",
      "io.keybearer.store.jdbc.JdbcStore$Builder",
      "io.keybearer.store.jdbc.SchemaMigration");

  private static final DescribedPredicate<JavaClass> ROOTS = DescribedPredicate.describe(
      "composition roots", type -> COMPOSITION_ROOTS.contains(type.getName()));

  // The store contract is tests, and tests begin somewhere.
  private static final DescribedPredicate<JavaClass> MADE_TO_RUN =
      not(ROOTS).and(not(Module.STORE_TCK.itsClasses())).as("are made to run");

  @ArchTest
  void timeComesFromAClockPassedIn(JavaClasses all) {
    noClasses()
        .that(MADE_TO_RUN)
        .should()
        .accessTargetWhere(Access.to("java\\.time\\.\\w+\\.(now|system\\w*|tick\\w*)"
            + "|java\\.time\\.InstantSource\\.system"
            + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
            + "|java\\.util\\.Date\\.<init>"))
        .check(all);
  }

  @ArchTest
  void chanceComesFromASecureRandomPassedIn(JavaClasses all) {
    noClasses()
        .that(MADE_TO_RUN)
        .should()
        .accessTargetWhere(Access.to("java\\.util\\.(Random|SplittableRandom)\\.<init>"
            + "|java\\.security\\.SecureRandom\\.(<init>|getInstance\\w*)"
            + "|java\\.util\\.UUID\\.randomUUID"
            + "|java\\.lang\\.Math\\.random"))
        .check(all);
    noClasses()
        .should()
        .dependOnClassesThat()
        .areAssignableTo(ThreadLocalRandom.class)
        .check(all);
  }

  @ArchTest
  void everyCompositionRootIsThere(JavaClasses all) {
    org.assertj.core.api.Assertions.assertThat(all.that(ROOTS).stream().map(JavaClass::getName))
        .containsExactlyInAnyOrderElementsOf(COMPOSITION_ROOTS);
  }
}
