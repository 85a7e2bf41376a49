package io.keybearer.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.keybearer.problem.StoreUnavailableException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SinkedDestinationTest {
  private final SomeEntries some = new SomeEntries(7);
  private final SpoolId spool = new SpoolId(new UUID(1, 1));
  private final SpoolId other = new SpoolId(new UUID(1, 2));
  private final List<LogEntry> given = new ArrayList<>();
  private final TakingStore store = new TakingStore();
  private final SinkedDestination log = new SinkedDestination(store, given::addAll);

  private static SpoolStep step(SpoolId spool, long from, long to) {
    return new SpoolStep(spool, from, to, Instant.EPOCH);
  }

  private void refuses(List<LogEntry> batch, SpoolStep step) {
    store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> log.append(batch, step));
    store.down = false;
  }

  @Test
  void givesWhatTheStoreIsGivenInItsOrder() {
    List<LogEntry> all = some.several(5);
    log.append(all.subList(0, 2));
    log.append(all.subList(2, 4), step(spool, 0, 4));
    log.append(all.subList(4, 5), step(spool, 4, 5));
    assertThat(given).isEqualTo(all);
    assertThat(store.taken).isEqualTo(all);
  }

  @Test
  void givesABatchOnceHoweverOftenItIsTried() {
    List<LogEntry> all = some.several(9);
    refuses(all.subList(0, 4), step(spool, 0, 4));
    refuses(all.subList(0, 6), step(spool, 0, 6));
    log.append(some.several(1), step(other, 0, 1));
    given.remove(given.size() - 1);
    log.append(all.subList(0, 3), step(spool, 0, 3));
    refuses(all.subList(3, 5), step(spool, 3, 5));
    log.append(all.subList(3, 8), step(spool, 3, 8));
    log.append(all.subList(8, 9), step(spool, 8, 9));
    assertThat(given).isEqualTo(all);
  }

  @Test
  void givesNothingThatAStoreWithoutSpoolDidNotTake() {
    store.down = true;
    assertThatExceptionOfType(StoreUnavailableException.class)
        .isThrownBy(() -> log.append(some.several(2)));
    assertThat(given).isEmpty();
  }

  @Test
  void writesTheStoreWhateverTheSinkThrows() {
    SinkedDestination broken = new SinkedDestination(store, entries -> {
      throw new IllegalStateException("no room");
    });
    List<LogEntry> all = some.several(2);
    broken.append(all, step(spool, 0, 2));
    assertThat(store.taken).isEqualTo(all);
  }

  /** A store that takes all it is given, or does not answer. */
  private static final class TakingStore implements LogDestination {
    private final List<LogEntry> taken = new ArrayList<>();
    private boolean down;

    @Override
    public List<LogId> append(List<LogEntry> batch) {
      if (down) {
        throw new StoreUnavailableException(new IOException("down"));
      }
      taken.addAll(batch);
      return List.of();
    }

    @Override
    public List<LogId> append(List<LogEntry> batch, SpoolStep step) {
      return append(batch);
    }

    @Override
    public OptionalLong spoolPosition(SpoolId spool) {
      return OptionalLong.empty();
    }

    @Override
    public void forgetSpool(SpoolId spool) {
      // Nothing is noted.
    }

    @Override
    public List<LogId> retryKept(Instant now) {
      return List.of();
    }
  }
}
