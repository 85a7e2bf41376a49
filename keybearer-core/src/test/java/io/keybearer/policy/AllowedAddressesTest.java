package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;
import org.junit.jupiter.api.Test;

class AllowedAddressesTest {
  private final AllowedAddresses allowed =
      AllowedAddresses.of(List.of("10.0.0.0/8", "2001:DB8::/32", "192.0.2.7"));

  @Test
  void matchesBlocksAsNumbersNotAsText() {
    assertThat(allowed.contains(IpAddress.parse("10.250.3.4"))).isTrue();
    assertThat(allowed.contains(IpAddress.parse("::ffff:10.1.2.3"))).isTrue();
    assertThat(allowed.contains(IpAddress.parse("2001:db8:ffff::1"))).isTrue();
    assertThat(allowed.contains(IpAddress.parse("192.0.2.7"))).isTrue();
    assertThat(allowed.contains(IpAddress.parse("192.0.2.70"))).isFalse();
    assertThat(allowed.contains(IpAddress.parse("2001:db9::1"))).isFalse();
    assertThat(allowed.contains(IpAddress.parse("11.0.0.0"))).isFalse();
  }

  @Test
  void coversNarrowerListsOnly() {
    assertThat(allowed.covers(allowed)).isTrue();
    assertThat(allowed.covers(AllowedAddresses.of(List.of("10.1.0.0/16", "192.0.2.7/32"))))
        .isTrue();
    assertThat(allowed.covers(AllowedAddresses.of(List.of("10.1.0.0/16", "1.1.1.1"))))
        .isFalse();
    assertThat(allowed.covers(AllowedAddresses.of(List.of("10.0.0.0/7")))).isFalse();
    assertThat(allowed.covers(AllowedAddresses.of(List.of("::/0")))).isFalse();
  }

  @Test
  void givesCanonicalTexts() {
    assertThat(allowed.texts()).containsExactly("10.0.0.0/8", "2001:db8::/32", "192.0.2.7");
  }

  @Test
  void refusesEmptyListAndBadEntries() {
    assertThatThrownBy(() -> AllowedAddresses.of(List.of()))
        .isInstanceOfSatisfying(
            InvalidValueException.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.EMPTY_LIST));
    assertThatThrownBy(() -> AllowedAddresses.of(List.of("10.0.0.0/8", "localhost")))
        .isInstanceOf(InvalidValueException.class);
  }
}
