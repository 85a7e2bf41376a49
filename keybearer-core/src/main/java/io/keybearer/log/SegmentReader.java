package io.keybearer.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of one segment in order. What is not whole is passed over, up to the next record
 * that is, and counted. For one thread.
 */
final class SegmentReader implements AutoCloseable {
  private static final int WINDOW = 256 * 1024;

  private final FileChannel channel;
  private final CRC32C crc = new CRC32C();
  private final @Nullable Integer salt;
  private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);

  /** The offset in the file of the window's first byte. */
  private long windowStart;

  private long offset;
  private long damaged;

  private SegmentReader(FileChannel channel, Optional<Integer> salt) {
    this.channel = channel;
    this.salt = salt.orElse(null);
  }

  /** Opens a segment at an offset from its first byte. */
  static SegmentReader open(Segment segment, SpoolId spool, long offset) throws IOException {
    FileChannel channel = FileChannel.open(segment.file(), StandardOpenOption.READ);
    try {
      SegmentReader reader = new SegmentReader(channel, segment.salt(channel, spool));
      reader.offset = Math.max(offset, Segment.HEADER);
      return reader;
    } catch (IOException unreadable) {
      channel.close();
      throw unreadable;
    }
  }

  /** Whether the header is whole; without it no record can be told from damage. */
  boolean isReadable() {
    return salt != null;
  }

  /** The length of the file. */
  long length() throws IOException {
    return channel.size();
  }

  /** Where the next record begins. */
  long offset() {
    return offset;
  }

  /** How many stretches were passed over since this was asked last. */
  long takeDamaged() {
    long count = damaged;
    damaged = 0;
    return count;
  }

  /**
   * The next record before an offset, without its frame; valid until the next call.
   *
   * @return null when there is none
   */
  @Nullable
  ByteBuffer next(long end) throws IOException {
    if (offset >= end) {
      return null;
    }
    ByteBuffer record = salt == null ? null : recordAt(offset, end, salt);
    if (record == null) {
      damaged++;
      offset = salt == null ? end : afterDamage(end, salt);
      record = offset >= end || salt == null ? null : recordAt(offset, end, salt);
    }
    if (record != null) {
      offset += RecordBuffer.FRAME + record.remaining();
    }
    return record;
  }

  /** The first offset of a record that is whole, or the end. */
  private long afterDamage(long end, int key) throws IOException {
    long at = offset;
    while (at < end) {
      int length = lengthAt(at, end, key);
      if (length >= 0 && at > offset && recordAt(at, end, key) != null) {
        return at;
      }
      at += length < 0 ? 1 : RecordBuffer.FRAME + length;
    }
    return end;
  }

  private @Nullable ByteBuffer recordAt(long at, long end, int key) throws IOException {
    int length = lengthAt(at, end, key);
    if (length < 0 || !load(at, RecordBuffer.FRAME + length)) {
      return null;
    }
    int start = (int) (at - windowStart);
    crc.reset();
    crc.update(window.array(), start + RecordBuffer.FRAME, length);
    return ((int) crc.getValue() ^ key) == window.getInt(start + 8)
        ? window.slice(start + RecordBuffer.FRAME, length)
        : null;
  }

  /** The length of the record whose frame is here, or −1 when no frame of a whole record is. */
  private int lengthAt(long at, long end, int key) throws IOException {
    if (end - at < RecordBuffer.FRAME || !load(at, RecordBuffer.FRAME)) {
      return -1;
    }
    int start = (int) (at - windowStart);
    int length = window.getInt(start);
    boolean isLength = length > 0
        && length <= RecordBuffer.MOST
        && length <= end - at - RecordBuffer.FRAME
        && window.getInt(start + 4) == RecordBuffer.checkOf(length, key);
    return isLength ? length : -1;
  }

  /** Brings these bytes into the window; false when the file does not have them. */
  private boolean load(long at, int length) throws IOException {
    if (at >= windowStart && at + length <= windowStart + window.limit()) {
      return true;
    }
    if (window.capacity() < length) {
      window = ByteBuffer.allocate(Math.max(length, WINDOW));
    }
    window.clear();
    windowStart = at;
    while (window.hasRemaining() && channel.read(window, windowStart + window.position()) > 0) {
      // A read may bring less than was asked for.
    }
    window.flip();
    return window.limit() >= length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
