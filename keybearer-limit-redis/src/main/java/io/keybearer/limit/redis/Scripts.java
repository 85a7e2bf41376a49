package io.keybearer.limit.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts of limits. */
record Scripts(Script take, Script giveBack) {
  static Scripts byTheClockOfRedis() {
    return of(read("state.lua"));
  }

  /** The scripts, with another beginning that tells the time. */
  static Scripts of(String state) {
    return new Scripts(
        Script.of(state + read("take.lua")), Script.of(state + read("give-back.lua")));
  }

  static String read(String file) {
    try (InputStream in = Scripts.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException(file + " is missing beside " + Scripts.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
