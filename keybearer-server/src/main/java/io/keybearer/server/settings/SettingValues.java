package io.keybearer.server.settings;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** The texts that were set, by setting, from the environment and the file; and what was wrong. */
final class SettingValues {
  private final Map<Setting, String> texts = new EnumMap<>(Setting.class);
  private final List<String> problems = new ArrayList<>();

  private SettingValues() {}

  static SettingValues of(Map<String, String> environment) {
    SettingValues values = new SettingValues();
    String file = environment.get(Setting.CONFIG.variable());
    if (file != null && !file.isBlank()) {
      values.addFile(file);
    }
    values.add(environment, "the environment");
    return values;
  }

  /** The text that holds: the one that was set and is not blank, or the default. */
  String text(Setting setting) {
    String text = texts.getOrDefault(setting, "");
    return text.isBlank() ? setting.standard() : text.strip();
  }

  void problem(Setting setting, String expected) {
    problems.add(setting.variable() + ": " + expected);
  }

  List<String> problems() {
    return problems;
  }

  private void addFile(String file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of(file))) {
      properties.load(reader);
    } catch (IOException | IllegalArgumentException unreadable) {
      problem(
          Setting.CONFIG,
          "expected a readable properties file in UTF-8, got " + file + " ("
              + unreadable.getClass().getSimpleName() + ")");
      return;
    }
    Map<String, String> found = new TreeMap<>();
    properties.stringPropertyNames().forEach(name -> found.put(name, properties.getProperty(name)));
    for (String name : found.keySet()) {
      if (!name.startsWith(Setting.PREFIX) || name.equals(Setting.CONFIG.variable())) {
        problems.add(name + ": no setting that the file " + file + " may have");
      }
    }
    add(found, "the file " + file);
  }

  private void add(Map<String, String> found, String place) {
    for (Map.Entry<String, String> entry : new TreeMap<>(found).entrySet()) {
      String name = entry.getKey();
      if (name.startsWith(Setting.PREFIX)) {
        Setting.named(name)
            .ifPresentOrElse(
                setting -> texts.put(setting, entry.getValue()),
                () -> problems.add(name + ": no setting has this name, seen in " + place));
      }
    }
  }
}
