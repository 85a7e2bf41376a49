package io.keybearer.store;

import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The lock round the committed tables: many look at once, one changes. Safe for concurrent use. */
final class CommittedTables {
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private final InMemoryTables tables;

  CommittedTables(InMemoryTables tables) {
    this.tables = tables;
  }

  /** Answers a question about one consistent state. */
  <T> T look(Function<InMemoryTables, T> question) {
    lock.readLock().lock();
    try {
      return question.apply(tables);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Answers a question that may have no answer. */
  <T> @Nullable T find(Function<InMemoryTables, @Nullable T> question) {
    lock.readLock().lock();
    try {
      return question.apply(tables);
    } finally {
      lock.readLock().unlock();
    }
  }

  /** Changes them; nobody sees the half of it. */
  <T> T change(Function<InMemoryTables, T> change) {
    lock.writeLock().lock();
    try {
      return change.apply(tables);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
