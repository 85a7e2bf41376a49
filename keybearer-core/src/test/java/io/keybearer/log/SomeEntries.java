package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Entries made up from a seed, of every form that they can have. */
final class SomeEntries {
  private static final int[] SAMPLES = {
    'a', '/', ' ', 0, 0x7F, 0x80, 0xE9, 0xFF, 0x100, 0x20AC, 0xD83D, 0xDE00, 0xDC00, 0xFFFF
  };

  private final Random random;

  SomeEntries(long seed) {
    random = new Random(seed);
  }

  LogEntry any() {
    return random.nextBoolean() ? new LogEntry.Row(row(id())) : completion(id());
  }

  List<LogEntry> several(int count) {
    List<LogEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(any());
    }
    return entries;
  }

  LogEntry.Completion completion(LogId id) {
    return new LogEntry.Completion(id, caller(), status(), text(), text(), time());
  }

  ApiKeyLog row(LogId id) {
    boolean completed = random.nextBoolean();
    return new ApiKeyLog(
        id,
        new ApiKeyId(uuid()),
        present(),
        new CompanyId(uuid()),
        text(),
        text(),
        completed ? status() : null,
        text(),
        text(),
        text(),
        text(),
        text(),
        completed ? time() : null,
        present(),
        Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000)),
        caller(),
        completed);
  }

  LogId id() {
    return new LogId(uuid());
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private @Nullable ApiKeyId caller() {
    return random.nextBoolean() ? null : new ApiKeyId(uuid());
  }

  private @Nullable Integer status() {
    return random.nextBoolean() ? null : Integer.valueOf(random.nextInt());
  }

  private @Nullable Double time() {
    return switch (random.nextInt(4)) {
      case 0 -> null;
      case 1 -> -0.0;
      case 2 -> Double.MIN_VALUE;
      default -> random.nextDouble();
    };
  }

  private @Nullable String text() {
    return random.nextInt(3) == 0 ? null : present();
  }

  private String present() {
    int most = random.nextInt(20) == 0 ? 40_000 : 80;
    int length = random.nextInt(most);
    int kinds = 1 + random.nextInt(SAMPLES.length);
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) SAMPLES[random.nextInt(kinds)]);
    }
    return text.toString();
  }
}
