package io.keybearer.verification;

import io.keybearer.secret.SecretText;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Texts that were never issued, made of one that was. */
final class Texts {
  private static final String BASE62 =
      "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  private Texts() {}

  /** The same head and prefix with a secret of zeros, its checksum right. */
  static SecretText withAnotherSecret(SecretText text) {
    String body = text.reveal().substring(0, text.reveal().length() - 49) + "0".repeat(43);
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.US_ASCII));
    StringBuilder checksum = new StringBuilder();
    long left = crc.getValue();
    for (int i = 0; i < 6; i++) {
      checksum.insert(0, BASE62.charAt((int) (left % 62)));
      left /= 62;
    }
    return SecretText.of(body + checksum);
  }
}
