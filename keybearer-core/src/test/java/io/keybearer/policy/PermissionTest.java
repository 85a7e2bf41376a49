package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class PermissionTest {
  @Test
  void readsEntries() {
    for (String text : List.of("orders", "orders:read", "a.b-c_d:0", "orders:*", "a:b:*", "*")) {
      assertThat(Permission.parse(text)).hasToString(text);
      assertThat(Permission.isName(text)).as(text).isEqualTo(!text.contains("*"));
    }
  }

  @Test
  void refusesWhatIsNoEntry() {
    List<String> malformed = List.of(
        "", ":", "orders:", ":read", "orders::read", "Orders:read", "orders:-x", "orders read");
    List<String> misplacedStars =
        List.of("orders:*:read", "*:read", "*:*", "**", "orders*", "orders:r*", ":*");
    List<String> foreign = List.of("ord\u00e9rs", "orders\n", "orders\u0000");
    List<String> ours = List.of(
        "keybearer",
        "keybearer:*",
        "keybearer:everything",
        "keybearer:keys:*",
        "keybearer:keys:read");
    for (List<String> texts : List.of(malformed, misplacedStars, foreign, ours)) {
      texts.forEach(PermissionTest::assertRefused);
    }
  }

  private static void assertRefused(String text) {
    assertThatThrownBy(() -> Permission.parse(text))
        .as(text)
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.PERMISSION_INVALID));
    assertThat(Permission.isName(text)).as(text).isFalse();
  }

  @Test
  void takesUpTo100Characters() {
    assertThat(Permission.parse("a".repeat(100)).text()).hasSize(100);
    assertThat(Permission.isName("a".repeat(101))).isFalse();
    assertThatThrownBy(() -> Permission.parse("a".repeat(99) + ":*"))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void matchesItselfAndWhatIsBelow() {
    Permissions held = Permissions.of(List.of("orders:*", "users:read"));
    assertThat(held.allows("orders:read")).isTrue();
    assertThat(held.allows("orders:items:read")).isTrue();
    assertThat(held.allows("orders")).isFalse();
    assertThat(held.allows("ordersx:read")).isFalse();
    assertThat(held.allows("users:read")).isTrue();
    assertThat(held.allows("users:read:all")).isFalse();
    assertThat(held.allows("users")).isFalse();
  }

  @Test
  void grantsNothingToWhatIsNoName() {
    Permissions held = Permissions.of(List.of("*", "orders:*"));
    assertThat(held.allows("orders:*")).isFalse();
    assertThat(held.allows("*")).isFalse();
    assertThat(held.allows("")).isFalse();
    assertThat(held.allows("Orders:read")).isFalse();
    assertThat(Permission.parse("*").allows("orders:*")).isFalse();
    assertThat(Permissions.none().allows("orders:read")).isFalse();
  }

  @Test
  void impliesNoReservedPower() {
    for (ReservedPermission power : ReservedPermission.values()) {
      assertHeldByNameOnly(power);
    }
  }

  private static void assertHeldByNameOnly(ReservedPermission power) {
    Permissions everything = Permissions.of(List.of("*"));
    assertThat(everything.allows(power.wireName())).isFalse();
    assertThat(everything.allows(power)).isFalse();
    assertThat(everything.holdsReserved()).isFalse();
    assertThat(Permissions.none().allows(power)).isFalse();
    Permissions named = Permissions.of(List.of(power.wireName()));
    assertThat(named.allows(power.wireName())).isTrue();
    assertThat(named.allows(power)).isTrue();
    assertThat(named.holdsReserved()).isTrue();
    assertThat(everything.covers(named)).isFalse();
    assertThat(named.covers(named)).isTrue();
    assertThat(named.allows("orders:read")).isFalse();
    for (ReservedPermission other : ReservedPermission.values()) {
      assertThat(named.allows(other)).isEqualTo(other == power);
    }
    assertThat(ReservedPermission.fromWireName(power.wireName())).contains(power);
  }

  @Test
  void coversWhatIsNarrower() {
    assertThat(covers("*", "orders:*")).isTrue();
    assertThat(covers("*", "*")).isTrue();
    assertThat(covers("orders:*", "orders:a:*")).isTrue();
    assertThat(covers("orders:*", "orders:*")).isTrue();
    assertThat(covers("orders:*", "orders:a")).isTrue();
    assertThat(covers("orders:*", "orders")).isFalse();
    assertThat(covers("orders:*", "*")).isFalse();
    assertThat(covers("orders:a:*", "orders:*")).isFalse();
    assertThat(covers("orders:a", "orders:a:*")).isFalse();
    assertThat(Permissions.of(List.of("*")).covers(Permissions.none())).isTrue();
    assertThat(Permissions.none().covers(Permissions.of(List.of("a")))).isFalse();
  }

  @Test
  void keepsOrderAndDropsRepetitions() {
    Permissions held = Permissions.of(List.of("b", "a", "b"));
    assertThat(held.texts()).containsExactly("b", "a");
    assertThat(Permissions.of(List.of())).isEqualTo(Permissions.none());
    assertThat(Permissions.none().isEmpty()).isTrue();
  }

  private static boolean covers(String one, String other) {
    return Permissions.of(List.of(one)).covers(Permissions.of(List.of(other)));
  }
}
