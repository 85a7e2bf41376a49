package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IpAddressTest {
  @Test
  void readsAndWritesAddressesAsListed() {
    for (List<String> vector : Vectors.read("addresses.txt")) {
      if (vector.get(0).equals("address")) {
        IpAddress address = IpAddress.parse(vector.get(1));
        assertThat(address).as("%s", vector).hasToString(vector.get(2));
        assertThat(IpAddress.find(address.toString())).as("%s", vector).contains(address);
      }
    }
  }

  @Test
  void refusesWhatIsNoStrictAddress() {
    for (List<String> vector : Vectors.read("addresses.txt")) {
      if (vector.get(0).equals("refused")) {
        assertThat(IpAddress.find(vector.get(1))).as("%s", vector).isEmpty();
        assertThatThrownBy(() -> IpAddress.parse(vector.get(1)))
            .as("%s", vector)
            .isInstanceOfSatisfying(
                InvalidValueException.class,
                problem -> assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_INVALID));
      }
    }
  }

  @Test
  void treatsMappedAddressAsIpv4() {
    IpAddress plain = IpAddress.parse("192.0.2.7");
    IpAddress mapped = IpAddress.parse("::ffff:c000:207");
    assertThat(mapped).isEqualTo(plain).hasSameHashCodeAs(plain);
    assertThat(mapped.isIpv4()).isTrue();
    assertThat(mapped.toBytes()).containsExactly(192, 0, 2, 7);
    assertThat(IpAddress.parse("::192.0.2.7")).isNotEqualTo(plain);
  }

  @Test
  void doesNotEchoWhatItRefuses() {
    assertThatThrownBy(() -> IpAddress.parse("kb_u_secret")).hasMessageNotContaining("secret");
  }

  @Test
  void agreesWithTheJdkOnGeneratedAddresses() throws UnknownHostException {
    Random random = Vectors.random();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(3) == 0 ? 4 : 16];
      random.nextBytes(bytes);
      for (int group = 0; group < bytes.length - 1; group += 2) {
        if (bytes.length == 16 && random.nextBoolean()) {
          bytes[group] = 0;
          bytes[group + 1] = (byte) (random.nextInt(3) / 2);
        }
      }
      InetAddress expected = InetAddress.getByAddress(bytes);
      IpAddress fromLongText = IpAddress.parse(expected.getHostAddress());
      assertThat(fromLongText.toBytes()).isEqualTo(expected.getAddress());
      assertThat(IpAddress.parse(fromLongText.toString())).isEqualTo(fromLongText);
      assertThat(InetAddress.getByName(fromLongText.toString())).isEqualTo(expected);
    }
  }

  @Test
  void readsOnlyWhatTheJdkReadsAsTheSameLiteral() throws UnknownHostException {
    Random random = Vectors.random();
    String alphabet = "0123456789abcdefF:::::....%/ ";
    int read = 0;
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("::1.2.3.4");
      for (int edits = 1 + random.nextInt(6); edits > 0; edits--) {
        int at = random.nextInt(text.length() + 1);
        text.insert(at, alphabet.charAt(random.nextInt(alphabet.length())));
        if (random.nextBoolean()) {
          text.deleteCharAt(random.nextInt(text.length()));
        }
      }
      IpAddress address = IpAddress.find(text.toString()).orElse(null);
      if (address != null) {
        read++;
        assertThat(InetAddress.getByName(text.toString()).getAddress())
            .as("%s", text)
            .isEqualTo(address.toBytes());
      }
    }
    assertThat(read).isPositive();
  }
}
