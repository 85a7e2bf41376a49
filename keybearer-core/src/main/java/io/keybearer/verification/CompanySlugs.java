package io.keybearer.verification;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Reach;
import io.keybearer.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * The slugs of companies that have keys, read from the store once until something about the company
 * changes. Looked up by the company of a key that was found, never by a slug that came with a
 * request, so that made-up slugs cost nothing. Safe for concurrent use.
 */
final class CompanySlugs {
  private static final long MOST = 100_000;

  private record Known(String slug, long stamp) {}

  private final Store store;
  private final ChangeStamps stamps;
  private final Cache<CompanyId, Known> known =
      Caffeine.newBuilder().maximumSize(MOST).executor(Runnable::run).build();

  CompanySlugs(Store store, ChangeStamps stamps) {
    this.store = store;
    this.stamps = stamps;
  }

  /** The slug if it is in memory; memory must be fresh. */
  @Nullable
  String inMemory(CompanyId company) {
    Known held = known.getIfPresent(company);
    boolean believed =
        held != null && stamps.believableOf(ChangeStamps.stripeOf(company), held.stamp);
    return held != null && believed ? held.slug : null;
  }

  /**
   * The slug as the store has it now; null when there is no such company.
   *
   * @throws io.keybearer.problem.StoreUnavailableException when the store does not answer
   */
  @Nullable
  String read(CompanyId company) {
    long stamp = stamps.now();
    String slug = store
        .findCompany(Reach.everywhere(), CompanyRef.of(company))
        .map(Company::slug)
        .orElse(null);
    if (slug != null) {
      known.put(company, new Known(slug, stamp));
    }
    return slug;
  }
}
