package io.keybearer.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ChecksumTest {
  @Test
  void isTheCrcOfZlibInBase62() {
    // The check value of CRC-32/ISO-HDLC is cbf43926.
    assertThat(Checksum.of("123456789")).isEqualTo("3jZRME");
    assertThat(Checksum.of("kb_u")).isEqualTo("2qXWSu");
  }

  @Test
  void isPaddedOnTheLeft() {
    assertThat(Checksum.of("")).isEqualTo("000000");
  }

  @Test
  void closesOnlyItsOwnText() {
    assertThat(Checksum.closes("kb_u2qXWSu".getBytes(StandardCharsets.US_ASCII)))
        .isTrue();
    assertThat(Checksum.closes("kb_s2qXWSu".getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
    assertThat(Checksum.closes("kb_u2qXWSt".getBytes(StandardCharsets.US_ASCII)))
        .isFalse();
  }
}
