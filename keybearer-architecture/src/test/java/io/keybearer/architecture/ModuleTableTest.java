package io.keybearer.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of modules in docs/architecture.md is the one that the poms keep to. */
class ModuleTableTest {
  private static final Pattern ROW =
      Pattern.compile("\\| `(keybearer-[a-z0-9-]+)` \\|[^|]*\\|([^|]*)\\|");
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  /** Modules for the project itself, which nobody imports. */
  private static final Set<String> NOT_PUBLISHED =
      Set.of("keybearer-architecture", "keybearer-benchmarks", "keybearer-bom");

  private final Map<String, Set<String>> table = table();

  @Test
  void everyModuleHasItsRow() {
    assertThat(table.keySet())
        .containsExactlyInAnyOrderElementsOf(Pom.of(SourceTree.root()).modules());
  }

  @Test
  void modulesDependOnNothingThatTheirRowDoesNotName() {
    List<String> unexpected = new ArrayList<>();
    for (Path module : SourceTree.modules()) {
      String name = module.getFileName().toString();
      for (String dependency : Pom.of(module).dependencies()) {
        if (!table.getOrDefault(name, Set.of()).contains(dependency)) {
          unexpected.add(name + " depends on " + dependency);
        }
      }
    }
    assertThat(unexpected).isEmpty();
  }

  @Test
  void theRulesLookAtEveryModuleThatIsPublished() {
    assertThat(Arrays.stream(Module.values()).map(Module::artifact))
        .containsExactlyInAnyOrderElementsOf(published());
  }

  @Test
  void theBomManagesEveryModuleThatIsPublished() {
    Pom bom = Pom.of(SourceTree.root().resolve("keybearer-bom"));
    assertThat(bom.managed()).containsExactlyElementsOf(publishedWithStarters());
    assertThat(bom.version()).isEqualTo(Pom.of(SourceTree.root()).version());
  }

  private static List<String> published() {
    return publishedWithStarters().stream().filter(name -> !isStarter(name)).toList();
  }

  /** A starter has dependencies and no classes. */
  private static List<String> publishedWithStarters() {
    return SourceTree.modules().stream()
        .filter(module -> Files.isDirectory(module.resolve("src/main/java"))
            || isStarter(module.getFileName().toString()))
        .map(module -> module.getFileName().toString())
        .filter(name -> !NOT_PUBLISHED.contains(name))
        .toList();
  }

  private static boolean isStarter(String name) {
    return name.endsWith("-starter");
  }

  private static Map<String, Set<String>> table() {
    Map<String, Set<String>> rows = new HashMap<>();
    for (String line : SourceTree.lines(SourceTree.root().resolve("docs/architecture.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        Set<String> names = new HashSet<>();
        NAME.matcher(row.group(2)).results().forEach(name -> names.add(name.group(1)));
        rows.put(row.group(1), names);
      }
    }
    return rows;
  }
}
