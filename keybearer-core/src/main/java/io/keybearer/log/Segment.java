package io.keybearer.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One file of a spool. Its name is the position of its first byte in the spool, so that positions
 * are known without reading; it begins with a header and holds records from there on.
 *
 * @param file where it is
 * @param base the position of its first byte
 */
record Segment(Path file, long base) {
  /** The length of the header: magic and version, the spool, the base, the salt, a checksum. */
  static final int HEADER = 40;

  private static final long MAGIC = 0x6B62_7370_6F6F_6C01L; // kbspool, version 1
  private static final Pattern NAME = Pattern.compile("([0-9a-f]{16})\\.spool");

  /** The segment of this folder that begins here. */
  static Segment in(Path folder, long base) {
    return new Segment(folder.resolve("%016x.spool".formatted(base)), base);
  }

  /** The segment that a file is, if its name says so. */
  static Optional<Segment> of(Path file) {
    Matcher name = NAME.matcher(file.getFileName().toString());
    return name.matches()
        ? Optional.of(new Segment(file, Long.parseUnsignedLong(name.group(1), 16)))
        : Optional.empty();
  }

  /** The header of this segment. */
  ByteBuffer header(SpoolId spool, int salt) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.putLong(MAGIC);
    header.putLong(spool.value().getMostSignificantBits());
    header.putLong(spool.value().getLeastSignificantBits());
    header.putLong(base).putInt(salt).putInt(checksum(header));
    return header.flip();
  }

  /** The salt, if the header of the file is whole, of this version, and this segment's. */
  Optional<Integer> salt(FileChannel channel, SpoolId spool) throws IOException {
    ByteBuffer read = ByteBuffer.allocate(HEADER);
    while (read.hasRemaining() && channel.read(read, read.position()) > 0) {
      // A read may bring less than was asked for.
    }
    int salt = read.getInt(HEADER - 8);
    return read.hasRemaining() || !read.flip().equals(header(spool, salt))
        ? Optional.empty()
        : Optional.of(salt);
  }

  private static int checksum(ByteBuffer header) {
    CRC32C crc = new CRC32C();
    crc.update(header.duplicate().flip());
    return (int) crc.getValue();
  }
}
