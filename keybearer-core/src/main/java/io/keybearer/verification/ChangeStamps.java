package io.keybearer.verification;

import io.keybearer.cluster.ChangeListener;
import io.keybearer.key.CompanyId;
import io.keybearer.store.Change;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Says whether what was read from the store may still be believed. Safe for concurrent use.
 *
 * <p>A fill that began before a change is never believed after it, whichever of the two is written
 * last: every change takes a new stamp and leaves it with its key's or its company's stripe; every
 * entry carries the stamp that was current <em>before</em> its fill read the store, and is looked at
 * only while no stripe that it belongs to has a newer one. Nothing has to be removed for that, so
 * suspending a company with a million keys costs one write. Two keys that share a stripe cost each
 * other a read at worst.
 */
final class ChangeStamps implements ChangeListener {
  private static final int STRIPES = 4_096;

  private final AtomicLong stamps = new AtomicLong();
  private final AtomicLongArray keyChanges = new AtomicLongArray(STRIPES);
  private final AtomicLongArray companyChanges = new AtomicLongArray(STRIPES);
  private final AtomicLong everythingChanged = new AtomicLong();

  /** The stamp to read before a fill reads the store. */
  long now() {
    return stamps.get();
  }

  /** The stripe of a lookup among keys. */
  static int stripeOf(String lookup) {
    return stripe(lookup.hashCode());
  }

  /** The stripe of a company among companies. */
  static int stripeOf(CompanyId company) {
    return stripe(company.hashCode());
  }

  /** Whether nothing about a lookup has changed since the stamp. */
  boolean believable(int lookupStripe, long stamp) {
    return keyChanges.get(lookupStripe) <= stamp && everythingChanged.get() <= stamp;
  }

  /** Whether nothing about a company itself, or one of its owners, has changed since the stamp. */
  boolean believableOf(int companyStripe, long stamp) {
    return companyChanges.get(companyStripe) <= stamp && everythingChanged.get() <= stamp;
  }

  /** Whether nothing about a key, its owner or its company has changed since the stamp. */
  boolean believable(int lookupStripe, int companyStripe, long stamp) {
    return believable(lookupStripe, stamp) && companyChanges.get(companyStripe) <= stamp;
  }

  @Override
  public void changed(Change change) {
    long stamp = stamps.incrementAndGet();
    String lookup = change.lookup();
    if (lookup == null) {
      companyChanges.accumulateAndGet(stripeOf(change.company()), stamp, Math::max);
    } else {
      keyChanges.accumulateAndGet(stripeOf(lookup), stamp, Math::max);
    }
  }

  @Override
  public void changedBeyondKnowledge() {
    everythingChanged.accumulateAndGet(stamps.incrementAndGet(), Math::max);
  }

  private static int stripe(int hash) {
    return ((hash * 0x9E3779B9) >>> 16) & (STRIPES - 1);
  }
}
