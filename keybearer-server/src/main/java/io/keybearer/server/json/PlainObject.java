package io.keybearer.server.json;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The members of a small JSON object in its usual form, read without a tree: one level, printable
 * ASCII, no escapes, values that are texts or short whole numbers. Whatever is not of that form is
 * not read at all; {@link StrictJson} reads it, and says what is wrong with it. So this decides
 * about nothing, and only makes the usual quick. Not for use by several threads.
 */
public final class PlainObject {
  private static final int MOST_MEMBERS = 16;

  /** So that a number fits a long without a look at its value. */
  private static final int MOST_DIGITS = 18;

  /** Where a member's name and value begin and end, four places each. */
  private final int[] places = new int[4 * MOST_MEMBERS];

  private final byte[] bytes;
  private int members;
  private int taken;
  private int at;

  private PlainObject(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Reads a body, or tells with null that it is not of the usual form. */
  public static @Nullable PlainObject of(byte[] utf8) {
    PlainObject object = new PlainObject(utf8);
    return object.read() ? object : null;
  }

  /** A member that is a text; null when it is absent or a number. */
  public @Nullable String text(String name) {
    int member = find(name);
    if (member < 0 || bytes[places[member + 2] - 1] != '"') {
      return null;
    }
    taken++;
    int from = places[member + 2];
    return new String(bytes, from, places[member + 3] - from, StandardCharsets.ISO_8859_1);
  }

  /** A member that is a whole number from 0 on; the other value when it is absent or a text. */
  public long number(String name, long otherwise) {
    int member = find(name);
    if (member < 0 || bytes[places[member + 2] - 1] == '"') {
      return otherwise;
    }
    taken++;
    long number = 0;
    for (int i = places[member + 2]; i < places[member + 3]; i++) {
      number = 10 * number + bytes[i] - '0';
    }
    return number;
  }

  /** Whether every member was found under a name that was asked for, in the form asked for. */
  public boolean isWhollyRead() {
    return taken == members;
  }

  private int find(String name) {
    for (int member = 0; member < 4 * members; member += 4) {
      if (is(name, places[member], places[member + 1])) {
        return member;
      }
    }
    return -1;
  }

  private boolean is(String name, int from, int to) {
    if (name.length() != to - from) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (bytes[i] != name.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  private boolean read() {
    if (next() != '{') {
      return false;
    }
    int end;
    do {
      if (members == MOST_MEMBERS || !name() || next() != ':' || !value()) {
        return false;
      }
      members++;
      end = next();
    } while (end == ',');
    return end == '}' && next() < 0;
  }

  /** The next byte that is no white space, taken; -1 at the end. */
  private int next() {
    while (at < bytes.length) {
      byte next = bytes[at++];
      if (next != ' ' && next != '\n' && next != '\r' && next != '\t') {
        return next;
      }
    }
    return -1;
  }

  private boolean name() {
    return next() == '"' && string(4 * members) && isNew();
  }

  private boolean isNew() {
    int from = places[4 * members];
    int to = places[4 * members + 1];
    for (int member = 0; member < 4 * members; member += 4) {
      if (places[member + 1] - places[member] == to - from && same(places[member], from, to)) {
        return false;
      }
    }
    return true;
  }

  private boolean same(int other, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[other + i - from] != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private boolean value() {
    int first = next();
    return first == '"' ? string(4 * members + 2) : first > 0 && digits(first, 4 * members + 2);
  }

  /** Reads to the closing quote, whose opening one is taken. */
  private boolean string(int place) {
    places[place] = at;
    while (at < bytes.length) {
      byte next = bytes[at++];
      if (next == '"') {
        places[place + 1] = at - 1;
        return true;
      }
      if (next < ' ' || next == '\\' || next == 0x7f) {
        return false;
      }
    }
    return false;
  }

  /** Reads the digits of a number whose first is taken; no sign, no fraction, no leading zero. */
  private boolean digits(int first, int place) {
    int from = at - 1;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      at++;
    }
    places[place] = from;
    places[place + 1] = at;
    boolean zero = first == '0';
    return first >= '0' && first <= '9' && at - from <= (zero ? 1 : MOST_DIGITS);
  }
}
