package io.keybearer.server.rest;

import io.keybearer.key.ApiKey;
import io.keybearer.server.json.JsonWriter;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of keys as services see them, kept for those that were verified of late. A text belongs to
 * one object, which never changes; a key that has changed is another object. Safe for concurrent use;
 * two threads at once may make a text twice.
 */
final class VerifiedKeys {
  /** A power of two; some 400 bytes each. */
  private static final int MOST = 4_096;

  private static final AtomicReferenceArray<@Nullable Text> TEXTS =
      new AtomicReferenceArray<>(MOST);

  private static final class Text {
    private final ApiKey key;
    private final byte[] json;

    Text(ApiKey key) {
      this.key = key;
      this.json = JsonWriter.object(members -> KeyJson.writeVerified(key, members));
    }
  }

  private VerifiedKeys() {}

  /** The text of a key; nobody changes it. */
  @SuppressWarnings("ReferenceEquality") // on purpose: equal keys would have to be compared whole
  static byte[] json(ApiKey key) {
    int place = (int) key.id().value().getLeastSignificantBits() & (MOST - 1);
    Text kept = TEXTS.getAcquire(place);
    if (kept != null && kept.key == key) {
      return kept.json;
    }
    Text made = new Text(key);
    TEXTS.setRelease(place, made);
    return made.json;
  }
}
