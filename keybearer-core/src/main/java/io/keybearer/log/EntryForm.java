package io.keybearer.log;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How entries look in a spool: the kind, one byte of flags that say which optional numbers are
 * there, what has a fixed length, then the texts. Reading is the mirror of writing; the version is
 * the segment's.
 */
final class EntryForm {
  /** When what follows was appended. */
  static final byte MARK = 1;

  /** A spool that was closed in good order. */
  static final byte END = 2;

  static final byte ROW = 3;
  static final byte COMPLETION = 4;

  private static final int HAS_STATUS = 1;
  private static final int HAS_TIME = 2;
  private static final int HAS_CALLER = 4;
  private static final int COMPLETED = 8;

  private EntryForm() {}

  /** Puts an entry as one record. */
  static void write(RecordBuffer to, LogEntry entry, int salt) {
    if (entry instanceof LogEntry.Row made) {
      write(to.begin(ROW), made.row());
    } else if (entry instanceof LogEntry.Completion completion) {
      write(to.begin(COMPLETION), completion);
    }
    to.end(salt);
  }

  /** Puts a mark of this time, or of the end. */
  static void writeMark(RecordBuffer to, byte kind, long millis, int salt) {
    to.begin(kind).number(millis).end(salt);
  }

  private static void write(RecordBuffer to, ApiKeyLog row) {
    writeNumbers(to, row.completed(), row.statusCode(), row.executionTime(), row.caller());
    to.uuid(row.id().value()).uuid(row.apiKey().value()).uuid(row.company().value());
    Instant at = row.at();
    to.number(at.getEpochSecond()).whole(at.getNano());
    to.text(row.prefix()).text(row.outcome()).text(row.endpoint()).text(row.method());
    to.text(row.ipAddress()).text(row.userAgent()).text(row.referer());
    to.text(row.requestData()).text(row.responseData());
  }

  private static void write(RecordBuffer to, LogEntry.Completion part) {
    writeNumbers(to, false, part.statusCode(), part.executionTime(), part.caller());
    to.uuid(part.id().value()).text(part.requestData()).text(part.responseData());
  }

  private static void writeNumbers(
      RecordBuffer to,
      boolean completed,
      @Nullable Integer status,
      @Nullable Double time,
      @Nullable ApiKeyId caller) {
    to.flags((status == null ? 0 : HAS_STATUS)
        | (time == null ? 0 : HAS_TIME)
        | (caller == null ? 0 : HAS_CALLER)
        | (completed ? COMPLETED : 0));
    if (status != null) {
      to.whole(status);
    }
    if (time != null) {
      to.number(Double.doubleToRawLongBits(time));
    }
    if (caller != null) {
      to.uuid(caller.value());
    }
  }

  /**
   * Reads a row or a completion.
   *
   * @param record what follows the frame, from its first byte
   * @throws UnreadableRecordException when it is neither, or not whole
   */
  static LogEntry read(ByteBuffer record) {
    try {
      LogEntry entry = switch (record.get()) {
        case ROW -> new LogEntry.Row(row(record));
        case COMPLETION -> completion(record);
        default -> throw new UnreadableRecordException();
      };
      if (record.hasRemaining()) {
        throw new UnreadableRecordException();
      }
      return entry;
    } catch (BufferUnderflowException | IllegalArgumentException cut) {
      throw new UnreadableRecordException(cut);
    }
  }

  private static ApiKeyLog row(ByteBuffer from) {
    Numbers numbers = Numbers.read(from);
    LogId id = new LogId(uuid(from));
    ApiKeyId key = new ApiKeyId(uuid(from));
    CompanyId company = new CompanyId(uuid(from));
    Instant at = Instant.ofEpochSecond(from.getLong(), from.getInt());
    String prefix = present(text(from));
    String outcome = present(text(from));
    return new ApiKeyLog(
        id,
        key,
        prefix,
        company,
        text(from),
        text(from),
        numbers.status,
        text(from),
        text(from),
        text(from),
        text(from),
        text(from),
        numbers.time,
        outcome,
        at,
        numbers.caller,
        numbers.completed);
  }

  private static LogEntry completion(ByteBuffer from) {
    Numbers numbers = Numbers.read(from);
    return new LogEntry.Completion(
        new LogId(uuid(from)),
        numbers.caller,
        numbers.status,
        text(from),
        text(from),
        numbers.time);
  }

  /** What the flags speak of. */
  private record Numbers(
      boolean completed,
      @Nullable Integer status,
      @Nullable Double time,
      @Nullable ApiKeyId caller) {
    static Numbers read(ByteBuffer from) {
      int flags = from.get();
      Integer status = (flags & HAS_STATUS) == 0 ? null : Integer.valueOf(from.getInt());
      Double time =
          (flags & HAS_TIME) == 0 ? null : Double.valueOf(Double.longBitsToDouble(from.getLong()));
      ApiKeyId caller = (flags & HAS_CALLER) == 0 ? null : new ApiKeyId(uuid(from));
      return new Numbers((flags & COMPLETED) != 0, status, time, caller);
    }
  }

  private static UUID uuid(ByteBuffer from) {
    long high = from.getLong();
    return new UUID(high, from.getLong());
  }

  private static String present(@Nullable String text) {
    if (text == null) {
      throw new UnreadableRecordException();
    }
    return text;
  }

  private static @Nullable String text(ByteBuffer from) {
    long header = count(from);
    if (header == 0) {
      return null;
    }
    boolean wide = (header & 1) == 0;
    long length = wide ? (header - 2) : (header - 1) >> 1;
    if (length > from.remaining()) {
      throw new UnreadableRecordException();
    }
    byte[] bytes = new byte[(int) length];
    from.get(bytes);
    // No charset for wide text: a decoder would replace half a character, which is kept as it came.
    return wide
        ? ByteBuffer.wrap(bytes).asCharBuffer().toString()
        : new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private static long count(ByteBuffer from) {
    long value = 0;
    for (int shift = 0; shift < 42; shift += 7) {
      byte next = from.get();
      value |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return value;
      }
    }
    throw new UnreadableRecordException();
  }
}
