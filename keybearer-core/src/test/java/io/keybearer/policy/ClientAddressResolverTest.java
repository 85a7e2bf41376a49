package io.keybearer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClientAddressResolverTest {
  private static final AllowedAddresses TRUSTED = AllowedAddresses.of(List.of("10.0.0.0/8"));

  @Test
  void resolvesAsListed() {
    for (List<String> vector : Vectors.read("forwarding.txt")) {
      ForwardingHeader header = ForwardingHeader.fromHeaderName(vector.get(0)).orElseThrow();
      String trusted = vector.get(1);
      ClientAddressResolver resolver = new ClientAddressResolver(
          header, trusted.equals("-") ? null : AllowedAddresses.of(List.of(trusted)));
      assertThat(resolver.resolve(vector.get(2), lines(vector.get(3))))
          .as("%s", vector)
          .map(IpAddress::toString)
          .isEqualTo(Optional.of(vector.get(4)).filter(text -> !text.equals("none")));
    }
  }

  @Test
  void countsProvedGatewayAsTrusted() {
    ClientAddressResolver resolver =
        new ClientAddressResolver(ForwardingHeader.X_FORWARDED_FOR, null);
    List<String> lines = List.of("1.1.1.1, 203.0.113.9");
    assertThat(resolver.resolve("192.0.2.1", lines)).contains(IpAddress.parse("192.0.2.1"));
    assertThat(resolver.resolveForGateway("192.0.2.1", lines))
        .contains(IpAddress.parse("203.0.113.9"));
    assertThat(resolver.resolveForGateway("192.0.2.1", List.of()))
        .contains(IpAddress.parse("192.0.2.1"));
  }

  @Test
  void findsTheHeaderByItsNameInAnyCase() {
    assertThat(ForwardingHeader.fromHeaderName("x-forwarded-for"))
        .contains(ForwardingHeader.X_FORWARDED_FOR);
    assertThat(ForwardingHeader.fromHeaderName("X-Real-IP")).isEmpty();
  }

  /** Whatever a client writes first, the entry its proxy added decides. */
  @Test
  void neverBelievesWhatTheClientWrote() {
    Random random = Vectors.random();
    String alphabet = "for=10.,;\"\\[]: _\t1";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder written = new StringBuilder();
      for (int length = random.nextInt(30); length > 0; length--) {
        written.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      for (ForwardingHeader header : ForwardingHeader.values()) {
        boolean standard = header == ForwardingHeader.FORWARDED;
        String added = standard ? "for=\"[2001:db8::9]:80\";host=\"a,b\"" : "[2001:db8::9]:80";
        List<String> lines = random.nextBoolean()
            ? List.of(written.toString(), added)
            : List.of(written + ", " + added);
        assertThat(new ClientAddressResolver(header, TRUSTED).resolve("10.0.0.1", lines))
            .as("%s", lines)
            .contains(IpAddress.parse("2001:db8::9"));
      }
    }
  }

  private static List<String> lines(String field) {
    return field.equals("-")
        ? List.of()
        : Arrays.stream(field.split(" \\+ ", -1))
            .map(line -> line.equals("\"\"") ? "" : line)
            .toList();
  }
}
