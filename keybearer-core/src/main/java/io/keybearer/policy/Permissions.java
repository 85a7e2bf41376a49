package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import java.util.Collection;
import java.util.List;

/**
 * What a key may do beyond its scope; none by default.
 *
 * @param entries the entries in the order given, each once
 */
public record Permissions(List<Permission> entries) {
  private static final Permissions NONE = new Permissions(List.of());

  /** Copies the list, without repetitions. */
  public Permissions {
    entries = entries.stream().distinct().toList();
  }

  /** No permission at all. */
  public static Permissions none() {
    return NONE;
  }

  /**
   * Reads a list of entries; of no entries {@link #none}.
   *
   * @throws InvalidValueException of the first entry that {@link Permission#parse} refuses
   */
  public static Permissions of(Collection<String> texts) {
    return new Permissions(texts.stream().map(Permission::parse).toList());
  }

  /**
   * Says whether one of the entries allows what needs this name: itself, {@code orders:*} for what
   * is below {@code orders}, {@code *} for all but Keybearer's own powers. No when it is not a name,
   * as {@link Permission#isName} tells.
   */
  public boolean allows(String needed) {
    if (entries.isEmpty() || !Permission.isName(needed)) {
      return false;
    }
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).coversText(needed)) {
        return true;
      }
    }
    return false;
  }

  /** Says whether the power is among the entries by its own name. */
  public boolean allows(ReservedPermission power) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).text().equals(power.wireName())) {
        return true;
      }
    }
    return false;
  }

  /** Says whether everything that the other allows is allowed here too. */
  public boolean covers(Permissions other) {
    return other.entries.stream()
        .allMatch(theirs -> entries.stream().anyMatch(ours -> ours.covers(theirs)));
  }

  /** The entries that the other does not cover. */
  public Permissions without(Permissions other) {
    return new Permissions(entries.stream()
        .filter(ours -> other.entries.stream().noneMatch(theirs -> theirs.covers(ours)))
        .toList());
  }

  /** Says whether any of Keybearer's own powers is among the entries. */
  public boolean holdsReserved() {
    return entries.stream().anyMatch(Permission::isReserved);
  }

  /** Says whether there is no entry. */
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  /** The texts of the entries, which {@link #of} reads back. */
  public List<String> texts() {
    return entries.stream().map(Permission::text).toList();
  }
}
