package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EntryFormTest {
  @Test
  void readsWhatItWroteWhateverTheTextsHold() {
    long seed = new Random().nextLong();
    System.out.println("EntryFormTest: seed " + seed);
    List<LogEntry> entries = new SomeEntries(seed).several(2_000);
    RecordBuffer buffer = new RecordBuffer();
    entries.forEach(entry -> EntryForm.write(buffer, entry, 77));
    assertThat(records(buffer.content(), 77).stream().map(EntryForm::read))
        .as("seed %d", seed)
        .containsExactlyElementsOf(entries);
  }

  @Test
  void refusesARecordThatIsCutOrLongerOrOfAnotherKind() {
    RecordBuffer buffer = new RecordBuffer();
    EntryForm.write(buffer, new SomeEntries(1).any(), 0);
    ByteBuffer record = records(buffer.content(), 0).get(0);
    for (int length = 0; length < record.remaining(); length++) {
      ByteBuffer cut = record.slice(0, length);
      assertThatExceptionOfType(UnreadableRecordException.class)
          .isThrownBy(() -> EntryForm.read(cut));
    }
    ByteBuffer longer =
        ByteBuffer.allocate(record.remaining() + 1).put(record.duplicate()).rewind();
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> EntryForm.read(longer));
    ByteBuffer other =
        ByteBuffer.allocate(record.remaining()).put(record).put(0, (byte) 9).rewind();
    assertThatExceptionOfType(UnreadableRecordException.class)
        .isThrownBy(() -> EntryForm.read(other));
  }

  @Test
  void refusesARecordThatIsTooLongAndKeepsThoseBefore() {
    RecordBuffer buffer = new RecordBuffer();
    LogEntry good = new SomeEntries(1).any();
    EntryForm.write(buffer, good, 5);
    LogEntry tooLong = new LogEntry.Completion(
        new SomeEntries(2).id(), null, null, "x".repeat(RecordBuffer.MOST), null, null);
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> EntryForm.write(buffer, tooLong, 5));
    assertThat(records(buffer.content(), 5).stream().map(EntryForm::read)).containsExactly(good);
  }

  private static List<ByteBuffer> records(ByteBuffer content, int salt) {
    List<ByteBuffer> records = new ArrayList<>();
    while (content.hasRemaining()) {
      int at = content.position();
      int length = content.getInt(at);
      assertThat(content.getInt(at + 4)).isEqualTo(RecordBuffer.checkOf(length, salt));
      records.add(content.slice(at + RecordBuffer.FRAME, length));
      content.position(at + RecordBuffer.FRAME + length);
    }
    return records;
  }
}
