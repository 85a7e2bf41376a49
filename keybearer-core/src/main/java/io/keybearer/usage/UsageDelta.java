package io.keybearer.usage;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.log.ApiKeyLog;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What batches of the log add to the counters. A store writes it in the transaction of the batch, and
 * adds it to the counters later, so that batches wait for no counter. Not for use by several threads.
 */
public final class UsageDelta {
  private static final byte FORMAT = 1;

  private final Map<Place, UsageTally> tallies = new LinkedHashMap<>();

  /** Makes an empty one. */
  public UsageDelta() {}

  /**
   * Where requests are counted.
   *
   * @param minute counted from 1970
   * @param series what they have in common
   */
  public record Place(long minute, UsageSeries series) {}

  /** Counts a new row. */
  public void count(ApiKeyLog row) {
    UsageTally tally = tally(UsageGrain.minuteOf(row.at()), UsageSeries.of(row));
    tally.add(1);
    if (row.executionTime() != null) {
      tally.latency().add(row.executionTime(), 1);
    }
  }

  /**
   * Moves a row that had no status and no time before to where its completion puts it.
   *
   * @param at the row's instant
   * @param before the row's series, without a status
   * @param status what the completion says, where it does
   * @param milliseconds what the completion says, where it does
   */
  public void complete(
      Instant at, UsageSeries before, @Nullable Integer status, @Nullable Double milliseconds) {
    long minute = UsageGrain.minuteOf(at);
    UsageTally now = tally(minute, status == null ? before : before.withStatus(status));
    if (status != null) {
      tally(minute, before).add(-1);
      now.add(1);
    }
    if (milliseconds != null) {
      now.latency().add(milliseconds, 1);
    }
  }

  /** Adds all of another. */
  public void add(UsageDelta other) {
    other.tallies.forEach((place, tally) -> tally(place.minute, place.series).add(tally));
  }

  /** What is to be added, by place. */
  public Map<Place, UsageTally> tallies() {
    return tallies;
  }

  /** Whether there is nothing to add. */
  public boolean isEmpty() {
    return tallies.isEmpty();
  }

  private UsageTally tally(long minute, UsageSeries series) {
    return tallies.computeIfAbsent(new Place(minute, series), place -> new UsageTally());
  }

  /** Everything in a few bytes, for {@link #of(byte[])}. */
  public byte[] toBytes() {
    Words words = new Words();
    List<byte[]> entries = new ArrayList<>();
    int length = 0;
    for (var entry : tallies.entrySet()) {
      byte[] bytes = entry(entry.getKey(), entry.getValue(), words);
      entries.add(bytes);
      length += bytes.length;
    }
    byte[] named = words.toBytes();
    ByteBuffer to = ByteBuffer.allocate(1 + named.length + length);
    to.put(FORMAT).put(named);
    entries.forEach(to::put);
    return to.array();
  }

  private static byte[] entry(Place place, UsageTally tally, Words words) {
    UsageSeries series = place.series;
    byte[] latency = tally.latency().toBytes();
    ByteBuffer to = ByteBuffer.allocate(9 * Varints.LONGEST + latency.length);
    Varints.writeSigned(to, place.minute);
    Varints.write(to, words.number(series.company().toString()));
    Varints.write(to, words.number(series.apiKey().toString()));
    Varints.write(to, words.number(series.endpoint()));
    Varints.write(to, words.number(series.method()));
    Varints.write(to, series.status());
    Varints.write(to, words.number(series.outcome()));
    Varints.writeSigned(to, tally.requests());
    Varints.write(to, latency.length);
    to.put(latency);
    return Arrays.copyOf(to.array(), to.position());
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws IllegalArgumentException when it did not write this
   */
  public static UsageDelta of(byte[] bytes) {
    try {
      ByteBuffer from = ByteBuffer.wrap(bytes);
      if (from.get() != FORMAT) {
        throw new IllegalArgumentException("expected counts in format " + FORMAT);
      }
      List<String> words = Words.read(from);
      UsageDelta delta = new UsageDelta();
      while (from.hasRemaining()) {
        delta.read(from, words);
      }
      return delta;
    } catch (BufferUnderflowException | IndexOutOfBoundsException cut) {
      throw new IllegalArgumentException("expected counts that are whole", cut);
    }
  }

  private void read(ByteBuffer from, List<String> words) {
    long minute = Varints.readSigned(from);
    UsageSeries series = new UsageSeries(
        new CompanyId(UUID.fromString(words.get((int) Varints.read(from)))),
        new ApiKeyId(UUID.fromString(words.get((int) Varints.read(from)))),
        words.get((int) Varints.read(from)),
        words.get((int) Varints.read(from)),
        (int) Varints.read(from),
        words.get((int) Varints.read(from)));
    UsageTally tally = tally(minute, series);
    tally.add(Varints.readSigned(from));
    byte[] latency = new byte[(int) Varints.read(from)];
    from.get(latency);
    tally.latency().add(latency);
  }

  /** The texts of a delta, each once. */
  private static final class Words {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<byte[]> texts = new ArrayList<>();
    private int length;

    int number(String word) {
      Integer known = numbers.get(word);
      if (known != null) {
        return known;
      }
      byte[] text = word.getBytes(StandardCharsets.UTF_8);
      texts.add(text);
      length += text.length;
      numbers.put(word, texts.size() - 1);
      return texts.size() - 1;
    }

    byte[] toBytes() {
      ByteBuffer to = ByteBuffer.allocate((texts.size() + 1) * Varints.LONGEST + length);
      Varints.write(to, texts.size());
      for (byte[] text : texts) {
        Varints.write(to, text.length);
        to.put(text);
      }
      return Arrays.copyOf(to.array(), to.position());
    }

    static List<String> read(ByteBuffer from) {
      long size = Varints.read(from);
      List<String> words = new ArrayList<>();
      for (long i = 0; i < size; i++) {
        byte[] text = new byte[(int) Varints.read(from)];
        from.get(text);
        words.add(new String(text, StandardCharsets.UTF_8));
      }
      return words;
    }
  }
}
