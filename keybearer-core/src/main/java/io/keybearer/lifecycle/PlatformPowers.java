package io.keybearer.lifecycle;

import io.keybearer.key.Scope;
import io.keybearer.policy.ReservedPermission;
import java.util.ArrayList;
import java.util.List;

/** Every power that a key can hold, each by its own name, since no wildcard implies the reserved. */
final class PlatformPowers {
  private PlatformPowers() {}

  static KeyDraft draft(String name) {
    List<String> permissions = new ArrayList<>();
    permissions.add("*");
    for (ReservedPermission power : ReservedPermission.values()) {
      permissions.add(power.wireName());
    }
    return KeyDraft.system(name).scope(Scope.ADMIN).permissions(permissions);
  }
}
