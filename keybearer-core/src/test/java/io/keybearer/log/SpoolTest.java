package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final long MEGABYTE = 1 << 20;

  @TempDir
  private Path parent;

  private final SomeEntries some = new SomeEntries(new Random().nextLong());

  @Test
  void givesBackWhatWasAppendedInItsOrderOverManySegments() {
    SpoolScene scene = new SpoolScene(parent, 64 * MEGABYTE);
    List<LogEntry> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.addAll(append(scene, 10));
    }
    assertThat(scene.segments()).hasSizeGreaterThan(2);
    assertThat(scene.read()).isEqualTo(all);
    scene.crash();
    assertThat(scene.readAgain()).isEqualTo(all);
    assertThat(scene.damaged).hasValue(0);
  }

  @Test
  void tellsACrashFromAnEndInGoodOrder() {
    SpoolScene scene = new SpoolScene(parent);
    append(scene, 3);
    scene.crash();
    SpoolContents.Left left = scene.reopen();
    assertThat(left.inOrder()).isFalse();
    assertThat(left.lastAppend()).contains(SpoolScene.NOW);
    scene.spool.close();
    assertThat(scene.reopen().inOrder()).isTrue();
  }

  @Test
  void cutsATornTailAtWhateverByteItIsTorn() throws IOException {
    SpoolScene scene = new SpoolScene(parent);
    List<LogEntry> whole = append(scene, 3);
    long end = scene.contents.end();
    scene.spool.append(List.of(some.completion(some.id())));
    scene.crash();
    Path segment = scene.segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    byte[] garbage = new byte[bytes.length];
    new Random(1).nextBytes(garbage);
    for (int length = (int) end; length < bytes.length; length++) {
      for (int filler = 0; filler < 3; filler++) {
        byte[] torn = filler == 0 ? Arrays.copyOf(bytes, length) : bytes.clone();
        Arrays.fill(torn, length, torn.length, (byte) 0);
        if (filler == 2) {
          System.arraycopy(garbage, length, torn, length, torn.length - length);
        }
        if (Arrays.equals(torn, bytes)) {
          continue; // zeros in place of zeros: nothing is torn
        }
        Files.write(segment, torn);
        assertThat(scene.readAgain()).as("torn at %d", length).isEqualTo(whole);
        // The mark of time may be whole.
        assertThat(Files.size(segment)).isBetween(end, end + RecordBuffer.FRAME + 9);
      }
    }
    assertThat(scene.damaged).hasValue(0);
  }

  @Test
  void passesOverFlippedBitsCountsThemAndReadsWhatFollows() throws IOException {
    SpoolScene scene = new SpoolScene(parent);
    append(scene, 2);
    long begin = scene.contents.end();
    scene.spool.append(List.of(some.completion(some.id())));
    long end = scene.contents.end();
    append(scene, 3);
    scene.crash();
    List<LogEntry> all = scene.readAgain();
    Path segment = scene.segments().get(0);
    byte[] bytes = Files.readAllBytes(segment);
    // One bit of each byte, in turn.
    for (long bit = 8 * begin; bit < 8 * end; bit += 9) {
      byte[] flipped = bytes.clone();
      flipped[(int) (bit / 8)] ^= (byte) (1 << (bit % 8));
      Files.write(segment, flipped);
      scene.damaged.set(0);
      List<LogEntry> read = scene.readAgain();
      // A bit of the mark of time costs no entry, and any other one.
      assertThat(read).as("bit %d", bit).hasSizeBetween(5, 6).isSubsetOf(all);
      assertThat(read.subList(read.size() - 3, read.size())).isEqualTo(all.subList(3, 6));
      assertThat(scene.damaged).hasValue(1);
    }
  }

  @Test
  void readsLaterSegmentsWhenOneIsDamagedToItsEndOrGone() throws IOException {
    SpoolScene scene = new SpoolScene(parent, MEGABYTE);
    List<List<LogEntry>> appended = new ArrayList<>();
    while (scene.segments().size() < 4) {
      appended.add(append(scene, 20));
    }
    scene.crash();
    List<LogEntry> all = appended.stream().flatMap(List::stream).toList();
    List<Path> segments = scene.segments();
    Files.write(segments.get(1), new byte[(int) Files.size(segments.get(1))]);
    Files.delete(segments.get(2));
    List<LogEntry> read = scene.readAgain();
    assertThat(read).hasSizeLessThan(all.size()).isSubsetOf(all);
    assertThat(read.get(0)).isEqualTo(all.get(0));
    assertThat(read.get(read.size() - 1)).isEqualTo(all.get(all.size() - 1));
    assertThat(scene.damaged).hasPositiveValue();
  }

  @Test
  void doesNotTakeForARecordWhatIsWrittenLikeOne() throws IOException {
    SpoolScene scene = new SpoolScene(parent);
    RecordBuffer forged = new RecordBuffer();
    EntryForm.write(forged, some.completion(some.id()), 0);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < forged.size(); i++) {
      text.append((char) (forged.content().get(i) & 0xFF));
    }
    LogEntry carrier = new LogEntry.Completion(some.id(), null, null, text.toString(), null, null);
    long begin = scene.contents.end() + Segment.HEADER;
    scene.spool.append(List.of(carrier));
    List<LogEntry> after = append(scene, 2);
    scene.crash();
    byte[] bytes = Files.readAllBytes(scene.segments().get(0));
    // Behind the mark of time, 12 + 9 bytes, damage the length of the carrier.
    bytes[(int) begin + 21] ^= 1;
    Files.write(scene.segments().get(0), bytes);
    assertThat(scene.readAgain()).isEqualTo(after);
    assertThat(scene.damaged).hasValue(1);
  }

  @Test
  void refusesWhenItIsFullAndTakesAgainWhenThereIsRoom() {
    SpoolScene scene = new SpoolScene(parent, MEGABYTE);
    LogEntry large = new LogEntry.Completion(some.id(), null, 1, "x".repeat(30_000), null, null);
    int taken = 0;
    while (scene.spool.trouble() == null) {
      try {
        scene.spool.append(List.of(large));
        taken++;
      } catch (KeybearerException full) {
        assertThat(full.code()).isEqualTo(ProblemCode.OVERLOADED);
      }
    }
    assertThat(taken).isBetween(30, 35);
    assertThat(scene.room.bytes()).isLessThanOrEqualTo(MEGABYTE);
    scene.nanos.addAndGet(1_000_000_000);
    assertRefuses(scene, large);
    assertThat(scene.read()).hasSize(taken);
    scene.contents.takeWritten(scene.contents.end() / 4, 0, 0);
    scene.nanos.addAndGet(1_000_000_000);
    scene.spool.append(List.of(large));
    assertThat(scene.spool.trouble()).isNull();
  }

  @Test
  void losesNothingOfWhatItTookOnADiskThatIsFullForATime() {
    SpoolScene scene = new SpoolScene(parent);
    List<LogEntry> all = new ArrayList<>(append(scene, 5));
    scene.files.room = 40;
    assertRefuses(scene, some.any());
    assertThat(scene.spool.trouble()).contains("No space left");
    assertRefuses(scene, some.any());
    scene.nanos.addAndGet(250_000_000);
    assertRefuses(scene, some.any());
    scene.files.room = Long.MAX_VALUE;
    assertRefuses(scene, some.any());
    scene.nanos.addAndGet(250_000_000);
    all.addAll(append(scene, 5));
    assertThat(scene.spool.trouble()).isNull();
    assertThat(scene.read()).isEqualTo(all);
    scene.crash();
    assertThat(scene.readAgain()).isEqualTo(all);
    assertThat(scene.damaged).hasValue(0);
  }

  @Test
  void leavesAFileWhoseSynchronisationFailedAndGoesOnInAnother() {
    SpoolScene scene = new SpoolScene(parent);
    List<LogEntry> all = new ArrayList<>(append(scene, 5));
    scene.files.failsToForce = true;
    scene.files.failsToCut = true;
    assertRefuses(scene, some.any());
    scene.files.failsToForce = false;
    scene.nanos.addAndGet(250_000_000);
    all.addAll(append(scene, 5));
    assertThat(scene.segments()).hasSize(2);
    assertThat(scene.read()).isEqualTo(all);
    scene.crash();
    assertThat(scene.readAgain()).isEqualTo(all);
  }

  @Test
  void deletesASegmentInWhichItsMakerDidNotLiveToPutAnything() throws IOException {
    SpoolScene scene = new SpoolScene(parent);
    List<LogEntry> all = append(scene, 5);
    scene.crash();
    Path torn = Segment.in(scene.folder.path(), scene.contents.end()).file();
    Files.write(torn, new byte[17]);
    assertThat(scene.readAgain()).isEqualTo(all);
    assertThat(torn).doesNotExist();
  }

  @Test
  void givesAFolderToOneAtATime() throws IOException {
    SpoolScene scene = new SpoolScene(parent);
    Files.createDirectory(parent.resolve("lost+found"));
    Files.createFile(parent.resolve("aside-something.entry"));
    assertThat(SpoolFolder.claimAll(parent)).isEmpty();
    scene.crash();
    try (SpoolFolder claimed = SpoolFolder.claimAll(parent).get(0)) {
      assertThat(claimed.id()).isEqualTo(scene.folder.id());
      assertThat(SpoolFolder.claimAll(parent)).isEmpty();
    }
    assertThat(SpoolFolder.claimAll(parent.resolve("none"))).isEmpty();
  }

  private List<LogEntry> append(SpoolScene scene, int count) {
    List<LogEntry> entries = some.several(count);
    scene.spool.append(entries);
    return entries;
  }

  private static void assertRefuses(SpoolScene scene, LogEntry entry) {
    assertThatExceptionOfType(KeybearerException.class)
        .isThrownBy(() -> scene.spool.append(List.of(entry)))
        .satisfies(refused -> assertThat(refused.code()).isEqualTo(ProblemCode.OVERLOADED));
  }
}
