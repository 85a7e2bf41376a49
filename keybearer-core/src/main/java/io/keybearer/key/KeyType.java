package io.keybearer.key;

import java.util.Arrays;
import java.util.Optional;

/** What a key stands for: a person, a program of a company, or the platform itself. */
public enum KeyType {
  /** Acts for one person; needs a {@code user} and dies with that owner's activity. */
  USER("user", 'u'),
  /** Belongs to the company and survives people leaving. */
  SERVICE("service", 's'),
  /** Issued by the platform only, has no owner and acts in every company. */
  SYSTEM("system", 'y');

  private final String wireName;
  private final char letter;

  KeyType(String wireName, char letter) {
    this.wireName = wireName;
    this.letter = letter;
  }

  /** The lower-case name used on the wire and in the database. */
  public String wireName() {
    return wireName;
  }

  /** The letter that stands for the type in a key's text. */
  public char letter() {
    return letter;
  }

  /** Finds the type with this wire name, or nothing. */
  public static Optional<KeyType> fromWireName(String name) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(name)).findFirst();
  }
}
