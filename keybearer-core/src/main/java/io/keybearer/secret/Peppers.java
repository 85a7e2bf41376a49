package io.keybearer.secret;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The peppers an installation knows. The first is current: it makes new hashes; the others only
 * check old ones. A pepper is to be made current only once every node knows it. Immutable.
 */
public final class Peppers {
  private static final Peppers NONE = new Peppers(List.of());

  private final List<Pepper> all;

  private Peppers(List<Pepper> all) {
    this.all = all;
  }

  /** No pepper: hashes are plain SHA-256. */
  public static Peppers none() {
    return NONE;
  }

  /**
   * Takes peppers in order, the current one first.
   *
   * @throws IllegalArgumentException when two have the same id
   */
  public static Peppers of(List<Pepper> peppers) {
    Set<String> ids = new HashSet<>();
    for (Pepper pepper : peppers) {
      if (!ids.add(pepper.id())) {
        throw new IllegalArgumentException(
            "expected different ids, but the pepper " + pepper.id() + " is there twice");
      }
    }
    return new Peppers(List.copyOf(peppers));
  }

  /**
   * Reads {@code id:base64,id2:base64}, the current one first; a blank text is {@link #none()}.
   * Spaces around a pepper are ignored.
   *
   * @throws IllegalArgumentException when a pepper has another form or an id is there twice; the
   *     message never repeats a key
   */
  public static Peppers parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    return of(
        Arrays.stream(text.split(",", -1)).map(String::strip).map(Pepper::parse).toList());
  }

  /** The one that makes new hashes, or nothing when there is none. */
  public Optional<Pepper> current() {
    return all.stream().findFirst();
  }

  /** All of them, the current one first. */
  public List<Pepper> all() {
    return all;
  }

  @Override
  public String toString() {
    return all.toString();
  }
}
