package io.keybearer.benchmarks.engine;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One thread's digest, used again and again, and the bytes of the keys' texts. */
@SuppressWarnings("NullAway.Init") // JMH calls the methods of set-up first
@State(Scope.Thread)
public class Sha256 {
  private byte[][] texts;
  private MessageDigest digest;

  /** Takes the texts of the scene's keys. */
  @Setup
  public void begin(Scene scene) throws NoSuchAlgorithmException {
    digest = MessageDigest.getInstance("SHA-256");
    texts = scene.issued.stream()
        .map(key -> key.text().reveal().getBytes(StandardCharsets.US_ASCII))
        .toArray(byte[][]::new);
  }

  byte[] of(int key) {
    return digest.digest(texts[key]);
  }
}
