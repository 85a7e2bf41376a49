package io.keybearer.verification;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.log.LogRows;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.Store;
import io.keybearer.store.StoredKey;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what a verification would answer and why, rule by rule, from what the store has now. Touches
 * no counter, no last use and no row of the key, and needs no text of it, so {@code NOT_FOUND} is
 * the one answer it cannot explain. Safe for concurrent use.
 */
public final class Explainer {
  private final Store store;
  private final Clock clock;
  private final Verifier verifier;
  private final LogRows rows;
  private final @Nullable OwnerStandings owners;

  /**
   * Makes an explainer.
   *
   * @param clock the store's clock
   * @param verifier knows where limits stand
   * @param rows knows what may be shown of a request
   * @param owners what the application says of owners; null when it says nothing
   */
  public Explainer(
      Store store, Clock clock, Verifier verifier, LogRows rows, @Nullable OwnerStandings owners) {
    this.store = store;
    this.clock = clock;
    this.verifier = verifier;
    this.rows = rows;
    this.owners = owners;
  }

  /**
   * Explains. Reads the store.
   *
   * @param caller who asks: another company's keys do not exist for a company's caller
   * @param id the key
   * @throws NotFoundException when there is no such key within reach
   * @throws InvalidRequestException {@code COST_OUT_OF_RANGE}, when the key could never pay the cost
   * @throws StoreUnavailableException when the store does not answer, or the application does not
   *     say whether the owner is active
   */
  public Explanation explain(Caller caller, ApiKeyId id, Question question) {
    long cost = question.request().cost();
    Counting.refuseNegative(cost);
    StoredKey held = held(caller, id);
    ApiKey key = held.key();
    LimitFindings.refuseUnpayable(key.attributes(), cost);
    Instant asked = question.at();
    Instant at = asked == null ? clock.instant() : asked;
    List<ExplainedRule> rules = new ArrayList<>(LifeFindings.of(held, at));
    rules.addAll(PolicyFindings.of(key.attributes(), question, shown(question.request())));
    rules.addAll(
        asked == null
            ? LimitFindings.of(key.attributes(), cost, verifier.limits(key), at)
            : LimitFindings.ofAnotherTime(key.attributes(), cost));
    return new Explanation(key, at, asked == null, rules);
  }

  private StoredKey held(Caller caller, ApiKeyId id) {
    ApiKey key = store.findKey(caller.reach(), id).orElseThrow(NotFoundException::new);
    return store
        .findByLookup(key.prefix())
        .filter(held -> held.key().id().equals(id))
        .map(this::withOwner)
        .orElseThrow(NotFoundException::new);
  }

  /** With the word of the application, which counts beside the store's. */
  private StoredKey withOwner(StoredKey held) {
    String user = held.key().attributes().user();
    if (owners == null || user == null || !held.ownerActive()) {
      return held;
    }
    boolean active = owners.isActive(held.key().company(), user);
    return new StoredKey(held.key(), held.hash(), held.companyStatus(), active);
  }

  /** The request as a row of the log would keep it: a text that came along may hold a key. */
  private VerificationRequest shown(VerificationRequest request) {
    LogRows.Seen page = rows.kept(
        new LogRows.Seen(request.endpoint(), request.method(), null, null, request.referer()));
    LogRows.Seen site = rows.kept(new LogRows.Seen(null, null, null, null, request.origin()));
    return VerificationRequest.withoutKey()
        .endpoint(page.endpoint())
        .method(page.method())
        .referer(page.referer())
        .origin(site.referer())
        .build();
  }
}
