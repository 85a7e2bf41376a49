package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Reach;
import io.keybearer.store.UsageStore;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import java.time.Instant;
import java.util.List;

/**
 * The counters: which piece of work runs how. {@link UsageDeltas}, {@link UsageFolding} and {@link
 * UsageReads} hold the statements. Safe for concurrent use.
 */
final class JdbcUsage implements UsageStore {
  /** However much comes in meanwhile, a reading does no more than this of what was left for later. */
  private static final int MOST_FOLDS = 64;

  private final Database database;

  JdbcUsage(Database database) {
    this.database = database;
  }

  @Override
  public List<UsageRow> read(Reach reach, UsageQuery query) {
    for (int folds = 0; folds < MOST_FOLDS && settle(); folds++) {
      // Once more: what was counted before this reading began is to be in it.
    }
    return database.reading(
        session -> UsageReads.read(session.within(LogReads.LONGEST), reach, query));
  }

  @Override
  public boolean settle() {
    return database.read(UsageDeltas::any) && database.transaction(UsageFolding::fold);
  }

  @Override
  public int drop(Instant now) {
    int dropped = 0;
    for (UsageGrain grain : UsageGrain.values()) {
      if (grain.isDropped()) {
        dropped += database.transaction(session -> UsageFolding.drop(session, grain, now));
      }
    }
    return dropped;
  }

  @Override
  public Addresses addresses(Reach reach, ApiKeyId key, Instant since, int most) {
    return database.reading(
        session -> UsageReads.addresses(session.within(LogReads.LONGEST), reach, key, since, most));
  }
}
