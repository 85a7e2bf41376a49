package io.keybearer.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/spring.md names every property, and editors can explain each. */
class PropertiesPageTest {
  private static final Pattern PROPERTY = Pattern.compile(
      "\\{\\s*\"name\": \"(keybearer\\.[a-z.-]+)\",\\s*\"type\": [^\\n]*\\n([^}]*)}");

  @Test
  void thePageNamesEveryProperty() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "spring.md"));
    List<String> names =
        PROPERTY.matcher(metadata()).results().map(m -> m.group(1)).toList();

    assertThat(names)
        .contains("keybearer.enabled", "keybearer.filter.rules")
        .hasSizeGreaterThan(10);
    assertThat(names).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
    Matcher rows =
        Pattern.compile("^\\| `(keybearer\\.[a-z.-]+)` \\|", Pattern.MULTILINE).matcher(page);
    assertThat(rows.results().map(row -> row.group(1))).containsExactlyInAnyOrderElementsOf(names);
  }

  @Test
  void editorsCanExplainEveryProperty() throws IOException {
    List<String> unexplained = PROPERTY
        .matcher(metadata())
        .results()
        .filter(property -> !property.group(2).contains("\"description\""))
        .map(property -> property.group(1))
        .toList();
    assertThat(unexplained).isEmpty();
  }

  private static String metadata() throws IOException {
    try (InputStream in = KeybearerProperties.class.getResourceAsStream(
        "/META-INF/spring-configuration-metadata.json")) {
      assertThat(in).isNotNull();
      String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return all.substring(all.indexOf("\"properties\""));
    }
  }
}
