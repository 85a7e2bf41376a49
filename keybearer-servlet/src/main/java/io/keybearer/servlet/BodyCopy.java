package io.keybearer.servlet;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The beginning of a body that passes by, and its length. Safe for concurrent use. */
final class BodyCopy {
  private static final int LONGEST_TYPE = 100;

  private final int most;
  private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
  private long length;

  BodyCopy(int most) {
    this.most = most;
  }

  synchronized void add(int b) {
    if (length++ < most) {
      kept.write(b);
    }
  }

  synchronized void add(byte[] bytes, int offset, int count) {
    int room = (int) Math.max(0, Math.min(count, most - length));
    kept.write(bytes, offset, room);
    length += count;
  }

  synchronized void clear() {
    kept.reset();
    length = 0;
  }

  synchronized long length() {
    return length;
  }

  /**
   * What passed by, as text, with a mark where that is not all; of what is no text, its type and
   * length.
   *
   * @param type the Content-Type
   * @param encoding the Content-Encoding
   * @param charset in which the text is, unless the type says so
   */
  synchronized String text(
      @Nullable String type, @Nullable String encoding, @Nullable String charset) {
    if (!isText(type) || isEncoded(encoding)) {
      return note(type, length);
    }
    String text = kept.toString(charset(type, charset));
    return length > most ? text + "…[cut, " + length + " bytes]" : text;
  }

  /** What stands for a body that is not shown. */
  static String note(@Nullable String type, long length) {
    String known = type == null ? "unknown type" : mediaType(type);
    return "[" + known.substring(0, Math.min(LONGEST_TYPE, known.length())) + ", " + length
        + " bytes]";
  }

  /** Whether bodies of this type are taken: text, JSON, XML and forms without files. */
  static boolean isText(@Nullable String type) {
    if (type == null) {
      return false;
    }
    String media = mediaType(type);
    return media.startsWith("text/")
        || media.equals("application/json")
        || media.equals("application/x-ndjson")
        || media.equals("application/xml")
        || media.equals("application/x-www-form-urlencoded")
        || media.endsWith("+json")
        || media.endsWith("+xml");
  }

  private static boolean isEncoded(@Nullable String encoding) {
    return encoding != null && !encoding.isBlank() && !encoding.equalsIgnoreCase("identity");
  }

  private static String mediaType(String type) {
    int parameters = type.indexOf(';');
    String media = parameters < 0 ? type : type.substring(0, parameters);
    return media.strip().toLowerCase(Locale.ROOT);
  }

  private static Charset charset(@Nullable String type, @Nullable String charset) {
    boolean json = type != null && mediaType(type).endsWith("json");
    try {
      return json || charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
    } catch (IllegalCharsetNameException | UnsupportedCharsetException unknown) {
      return StandardCharsets.UTF_8;
    }
  }
}
