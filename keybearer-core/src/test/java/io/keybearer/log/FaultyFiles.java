package io.keybearer.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Files of a disk that can be full, or refuse to be synchronised. */
final class FaultyFiles implements Spool.SegmentFiles {
  /** Bytes that may still be written. */
  volatile long room = Long.MAX_VALUE;

  volatile boolean failsToForce;
  volatile boolean failsToCut;

  @Override
  public FileChannel create(Path file) throws IOException {
    if (room <= 0) {
      throw new IOException("No space left on device");
    }
    return new FaultyChannel(SpoolFolder.create(file));
  }

  private final class FaultyChannel extends OtherwiseWhole {
    FaultyChannel(FileChannel real) {
      super(real);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      if (room <= 0) {
        throw new IOException("No space left on device");
      }
      int count = (int) Math.min(from.remaining(), room);
      int written = real.write(from.slice(from.position(), count));
      from.position(from.position() + written);
      long before = room;
      room = before == Long.MAX_VALUE ? before : before - written;
      return written;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (failsToForce) {
        throw new IOException("Input/output error");
      }
      real.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (failsToCut) {
        throw new IOException("Input/output error");
      }
      real.truncate(size);
      return this;
    }
  }
}
