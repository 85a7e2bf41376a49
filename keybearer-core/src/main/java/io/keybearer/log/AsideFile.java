package io.keybearer.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** One entry that the store could not take, in a file of its own beside the spools. */
record AsideFile(Path path) {
  /** Writes an entry of a spool, in the form of a segment without a salt. */
  static AsideFile write(SpoolFolder folder, LogEntry entry, long position) throws IOException {
    Path path =
        folder.path().resolveSibling("aside-%s-%016x.entry".formatted(folder.id(), position));
    RecordBuffer buffer = new RecordBuffer();
    EntryForm.write(buffer, entry, 0);
    Files.deleteIfExists(path);
    try (FileChannel channel = SpoolFolder.create(path)) {
      ByteBuffer header = new Segment(path, position).header(folder.id(), 0);
      for (ByteBuffer part : new ByteBuffer[] {header, buffer.content()}) {
        while (part.hasRemaining()) {
          channel.write(part);
        }
      }
      channel.force(true);
    }
    return new AsideFile(path);
  }
}
