package io.keybearer.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What can only be read from the sources themselves. */
class SourcesTest {
  private static final int MOST_LINES = 400;

  // Put together here, so that this file does not match itself.
  private static final Pattern SKIPS = Pattern.compile(
      "@Dis" + "abled|@(En|Dis)" + "abled(On|If|For)|Assump" + "tions\\.|assu" + "meT");
  private static final Pattern SLEEPS =
      Pattern.compile("Thread\\.sle" + "ep|TimeUnit\\.\\w+\\.sle" + "ep");
  private static final Pattern UNFINISHED =
      Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
  private static final Pattern CATCHES_ALL =
      Pattern.compile("catch \\((final )?(Exception|Throwable) ");
  private static final Pattern PUBLIC_TYPE = Pattern.compile(
      "^public (?:(?:final|sealed|abstract|non-sealed|static) )*(?:class|interface|record|enum|@interface) .*");

  @Test
  void noFileIsLongerThanAnybodyReads() {
    List<String> tooLong = new ArrayList<>();
    for (Path file : SourceTree.javaFiles("src")) {
      int lines = SourceTree.lines(file).size();
      if (lines > MOST_LINES) {
        tooLong.add(SourceTree.name(file) + ": " + lines + " lines");
      }
    }
    assertThat(tooLong).isEmpty();
  }

  @Test
  void noTestIsSkipped() {
    assertThat(linesWith(SKIPS, SourceTree.javaFiles("src"))).isEmpty();
  }

  @Test
  void noTestSleeps() {
    assertThat(linesWith(SLEEPS, SourceTree.javaFiles("src/test"))).isEmpty();
    assertThat(linesWith(SLEEPS, javaFilesOf("keybearer-store-tck"))).isEmpty();
  }

  @Test
  void nothingIsLeftUnfinished() {
    assertThat(linesWith(UNFINISHED, SourceTree.javaFiles("src"))).isEmpty();
  }

  @Test
  void nobodyCatchesEverything() {
    assertThat(linesWith(CATCHES_ALL, SourceTree.javaFiles("src/main"))).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsAndIsNullMarked() {
    List<String> silent = new ArrayList<>();
    SourceTree.javaFiles("src/main").stream()
        .filter(file -> !file.endsWith("module-info.java"))
        .map(Path::getParent)
        .distinct()
        .filter(folder -> !isDescribed(folder))
        .forEach(folder -> silent.add(SourceTree.name(folder)));
    assertThat(silent).isEmpty();
  }

  @Test
  void everyPublicTypeHasJavadoc() {
    List<String> bare = new ArrayList<>();
    for (Path file : SourceTree.javaFiles("src/main")) {
      List<String> lines = SourceTree.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (PUBLIC_TYPE.matcher(lines.get(i)).matches() && !followsJavadoc(lines, i)) {
          bare.add(SourceTree.name(file) + ":" + (i + 1));
        }
      }
    }
    assertThat(bare).isEmpty();
  }

  private static boolean isDescribed(Path folder) {
    Path description = folder.resolve("package-info.java");
    if (!Files.exists(description)) {
      return false;
    }
    List<String> lines = SourceTree.lines(description);
    boolean moduleIsMarked = folder.toString().contains("keybearer-core");
    return lines.get(0).startsWith("/**")
        && (moduleIsMarked || lines.stream().anyMatch(line -> line.contains("@NullMarked")));
  }

  private static boolean followsJavadoc(List<String> lines, int type) {
    int before = type - 1;
    while (before >= 0 && !lines.get(before).isBlank() && !lines.get(before).endsWith("*/")) {
      before--;
    }
    return before >= 0 && lines.get(before).endsWith("*/");
  }

  private static List<Path> javaFilesOf(String module) {
    return SourceTree.javaFiles("src").stream()
        .filter(file -> SourceTree.name(file).startsWith(module))
        .toList();
  }

  private static List<String> linesWith(Pattern pattern, List<Path> files) {
    assertThat(files).as("files to look at").isNotEmpty();
    List<String> found = new ArrayList<>();
    for (Path file : files) {
      List<String> lines = SourceTree.lines(file);
      for (int i = 0; i < lines.size(); i++) {
        if (pattern.matcher(lines.get(i)).find()) {
          found.add(SourceTree.name(file) + ":" + (i + 1) + ": " + lines.get(i).strip());
        }
      }
    }
    return found;
  }
}
