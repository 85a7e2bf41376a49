package io.keybearer.server.gateway.envoy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Reads the encoding of Protocol Buffers, field by field. Every length is checked against what is
 * there. For one thread.
 *
 * <pre>{@code
 * while (reader.next()) {
 *   switch (reader.field()) {
 *     case 1 -> name = reader.text();
 *     default -> reader.skip();
 *   }
 * }
 * }</pre>
 */
final class ProtoReader {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH = 2;
  private static final int FIXED_32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int tag;

  ProtoReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private ProtoReader(byte[] bytes, int from, int end) {
    this.bytes = bytes;
    this.at = from;
    this.end = end;
  }

  /** Goes to the next field; false at the end of the message. */
  boolean next() {
    if (at >= end) {
      return false;
    }
    long read = readVarint();
    if (read <= 0 || read > 0xffff_ffffL || read >>> 3 == 0) {
      throw new MalformedMessageException();
    }
    tag = (int) read;
    return true;
  }

  /** The number of the field. */
  int field() {
    return tag >>> 3;
  }

  /** The field's value as a number. */
  long number() {
    expect(VARINT);
    return readVarint();
  }

  /** The field's value as text, which is strictly UTF-8. */
  String text() {
    int length = length();
    try {
      String text = StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, at, length))
          .toString();
      at += length;
      return text;
    } catch (CharacterCodingException noText) {
      throw new MalformedMessageException();
    }
  }

  /** The field's value as text of one character a byte, as header fields have it. */
  String latin() {
    int length = length();
    String text = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    at += length;
    return text;
  }

  /** The field's value as a message. */
  ProtoReader message() {
    int length = length();
    ProtoReader inner = new ProtoReader(bytes, at, at + length);
    at += length;
    return inner;
  }

  /** Puts the field's value, an entry of a map of texts, with those before it. */
  void entry(Map<String, String> entries) {
    ProtoReader entry = message();
    String key = "";
    String value = "";
    while (entry.next()) {
      switch (entry.field()) {
        case 1 -> key = entry.text();
        case 2 -> value = entry.text();
        default -> entry.skip();
      }
    }
    entries.put(key, value);
  }

  /** Goes past the field's value. */
  void skip() {
    switch (tag & 7) {
      case VARINT -> readVarint();
      case FIXED_64 -> advance(8);
      case LENGTH -> advance(length());
      case FIXED_32 -> advance(4);
      default -> throw new MalformedMessageException();
    }
  }

  private int length() {
    expect(LENGTH);
    long length = readVarint();
    if (length < 0 || length > end - at) {
      throw new MalformedMessageException();
    }
    return (int) length;
  }

  private void expect(int type) {
    if ((tag & 7) != type) {
      throw new MalformedMessageException();
    }
  }

  private void advance(int count) {
    if (count > end - at) {
      throw new MalformedMessageException();
    }
    at += count;
  }

  private long readVarint() {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (at >= end) {
        throw new MalformedMessageException();
      }
      byte octet = bytes[at++];
      value |= (long) (octet & 0x7f) << (7 * i);
      if (octet >= 0) {
        return value;
      }
    }
    throw new MalformedMessageException();
  }
}
