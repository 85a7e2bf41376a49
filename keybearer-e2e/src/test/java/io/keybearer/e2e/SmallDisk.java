package io.keybearer.e2e;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A folder that one process finds full, and free again, as a test wants it. Needs no rights. */
enum SmallDisk {
  /** A file system of its own, seen by that process alone; full when a file fills it. */
  MOUNTED {
    @Override
    String command(Path folder, String program) {
      return "exec unshare --user --map-root-user --mount sh -euc 'mount -t tmpfs -o size=24m tmpfs "
          + folder + " && exec " + program + "'";
    }

    @Override
    void fill(long process, Path folder) {
      byte[] block = new byte[4096];
      try (OutputStream filler = Files.newOutputStream(filler(process, folder))) {
        while (true) {
          filler.write(block);
        }
      } catch (IOException full) {
        System.out.println("SmallDisk: " + full.getMessage());
      }
    }

    @Override
    void free(long process, Path folder) throws IOException {
      Files.newOutputStream(filler(process, folder), StandardOpenOption.TRUNCATE_EXISTING)
          .close();
      Files.delete(filler(process, folder));
    }

    private Path filler(long process, Path folder) {
      return Path.of("/proc/" + process + "/root" + folder, "filler");
    }
  },

  /** A bound on how long the files of that process may be, moved while it runs. */
  BOUNDED {
    @Override
    String command(Path folder, String program) {
      return "exec " + program;
    }

    @Override
    void fill(long process, Path folder) {
      bound(process, folder, "4096");
    }

    @Override
    void free(long process, Path folder) {
      bound(process, folder, "unlimited");
    }

    private void bound(long process, Path folder, String bytes) {
      new Shell(folder, Map.of())
          .run("prlimit --pid " + process + " --fsize=" + bytes + ":")
          .succeeded();
    }
  };

  /** How to start a program for which the folder is the disk. */
  abstract String command(Path folder, String program);

  abstract void fill(long process, Path folder) throws IOException;

  abstract void free(long process, Path folder) throws IOException;

  /** Those that this system has: not every one lets everybody mount. */
  static List<SmallDisk> possible() {
    try {
      Path folder = Files.createTempDirectory("disk");
      List<SmallDisk> possible = Arrays.stream(values())
          .filter(disk ->
              new Shell(folder, Map.of()).run(disk.command(folder, "true")).status() == 0)
          .toList();
      Files.delete(folder);
      return possible;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
