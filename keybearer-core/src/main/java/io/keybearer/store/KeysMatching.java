package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.LastUse;
import io.keybearer.key.Reach;
import java.time.Instant;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The keys within a reach that pass a filter at an instant. */
record KeysMatching(Reach reach, KeyFilter filter, Instant now) implements Predicate<ApiKey> {
  @Override
  public boolean test(ApiKey key) {
    return reach.includes(key.company())
        && same(filter.company(), key.company())
        && same(filter.user(), key.attributes().user())
        && same(filter.type(), key.type())
        && same(filter.scope(), key.attributes().scope())
        && same(filter.prefix(), key.prefix())
        && (filter.status() == null || filter.status() == key.status(now))
        && named(key.attributes().name())
        && expires(key.attributes().expiresAt())
        && used(key.lastUse());
  }

  private boolean named(String name) {
    String part = filter.text();
    return part == null || asciiLowerCase(name).contains(asciiLowerCase(part));
  }

  private boolean expires(@Nullable Instant at) {
    Instant from = filter.expiresFrom();
    Instant until = filter.expiresUntil();
    return (from == null || (at != null && !at.isBefore(from)))
        && (until == null || (at != null && at.isBefore(until)));
  }

  private boolean used(@Nullable LastUse use) {
    Instant from = filter.lastUsedFrom();
    Instant until = filter.lastUsedUntil();
    return (from == null || (use != null && !use.at().isBefore(from)))
        && (until == null || use == null || use.at().isBefore(until));
  }

  private static <T> boolean same(@Nullable T wanted, @Nullable T found) {
    return wanted == null || wanted.equals(found);
  }

  static String asciiLowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }
    return lower.toString();
  }
}
