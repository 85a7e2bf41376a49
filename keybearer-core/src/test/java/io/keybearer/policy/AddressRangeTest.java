package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AddressRangeTest {
  @Test
  void readsAndWritesRangesAsListed() {
    for (List<String> vector : Vectors.read("addresses.txt")) {
      if (vector.get(0).equals("range")) {
        AddressRange range = AddressRange.parse(vector.get(1));
        assertThat(range).as("%s", vector).hasToString(vector.get(2));
        assertThat(AddressRange.parse(range.toString())).as("%s", vector).isEqualTo(range);
      }
    }
  }

  @Test
  void refusesHostBitsWithTheCorrectedForm() {
    for (List<String> vector : Vectors.read("addresses.txt")) {
      if (vector.get(0).equals("host-bits")) {
        assertThatThrownBy(() -> AddressRange.parse(vector.get(1)))
            .as("%s", vector)
            .hasMessageContaining(vector.get(2))
            .isInstanceOfSatisfying(InvalidValueException.class, problem -> {
              assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_HOST_BITS);
              assertThat(problem.arguments()).element(1).isEqualTo(vector.get(2));
            });
        assertThat(AddressRange.parse(vector.get(2))).hasToString(vector.get(2));
      }
    }
  }

  @Test
  void refusesWhatIsNoRange() {
    for (List<String> vector : Vectors.read("addresses.txt")) {
      if (vector.get(0).startsWith("refused")) {
        assertThatThrownBy(() -> AddressRange.parse(vector.get(1)))
            .as("%s", vector)
            .isInstanceOfSatisfying(
                InvalidValueException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_INVALID));
      }
    }
  }

  @Test
  void keepsTheFamiliesApart() {
    AddressRange everyIpv6 = AddressRange.parse("::/0");
    AddressRange everyIpv4 = AddressRange.parse("0.0.0.0/0");
    IpAddress mapped = IpAddress.parse("::ffff:192.0.2.7");
    assertThat(everyIpv6.contains(mapped)).isFalse();
    assertThat(everyIpv4.contains(mapped)).isTrue();
    assertThat(everyIpv4.contains(IpAddress.parse("::1"))).isFalse();
    assertThat(everyIpv6.contains(everyIpv4)).isFalse();
    assertThat(everyIpv4.contains(everyIpv6)).isFalse();
  }

  @Test
  void containsWhatArithmeticSays() {
    Random random = Vectors.random();
    int inside = 0;
    for (int i = 0; i < 50_000; i++) {
      boolean ipv4 = random.nextBoolean();
      AddressRange range = range(random, ipv4);
      AddressRange other = random.nextBoolean() ? range(random, ipv4) : near(random, range);
      boolean expected = holds(range, other);
      assertThat(range.contains(other)).as("%s in %s", other, range).isEqualTo(expected);
      if (other.prefixLength() == bits(other)) {
        assertThat(range.contains(other.network()))
            .as("%s in %s", other, range)
            .isEqualTo(expected);
      }
      inside += expected ? 1 : 0;
    }
    assertThat(inside).isBetween(1_000, 49_000);
  }

  private static AddressRange range(Random random, boolean ipv4) {
    int bits = ipv4 ? 32 : 128;
    return range(new BigInteger(bits, random), random.nextInt(bits + 1), ipv4);
  }

  private static AddressRange near(Random random, AddressRange range) {
    int bits = bits(range);
    BigInteger flipped = first(range).flipBit(random.nextInt(bits));
    int prefix = Math.min(bits, Math.max(0, range.prefixLength() - 2 + random.nextInt(40)));
    return range(flipped, prefix, bits == 32);
  }

  private static AddressRange range(BigInteger value, int prefix, boolean ipv4) {
    int hostBits = (ipv4 ? 32 : 128) - prefix;
    BigInteger first = value.shiftRight(hostBits).shiftLeft(hostBits);
    IpAddress network = ipv4
        ? IpAddress.ofIpv4(first.longValue())
        : IpAddress.ofBits(first.shiftRight(64).longValue(), first.longValue());
    return new AddressRange(network, prefix);
  }

  private static boolean holds(AddressRange range, AddressRange other) {
    return first(range).compareTo(first(other)) <= 0 && last(other).compareTo(last(range)) <= 0;
  }

  private static BigInteger first(AddressRange range) {
    return new BigInteger(1, range.network().toBytes());
  }

  private static BigInteger last(AddressRange range) {
    BigInteger size = BigInteger.ONE.shiftLeft(bits(range) - range.prefixLength());
    return first(range).add(size).subtract(BigInteger.ONE);
  }

  private static int bits(AddressRange range) {
    return range.network().isIpv4() ? 32 : 128;
  }
}
