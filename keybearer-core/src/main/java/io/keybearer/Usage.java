package io.keybearer;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.CompanyId;
import io.keybearer.key.KeyStatus;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.log.LogFilter;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.Cursor;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.Store;
import io.keybearer.store.UsageStore.Addresses;
import io.keybearer.usage.UsageDimension;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageQuery;
import io.keybearer.usage.UsageRow;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much keys are used, and which are not. What is counted is right to the row: it equals a count
 * of every row that was ever written. Safe for concurrent use.
 */
public final class Usage {
  private static final Duration WEEK = Duration.ofDays(7);
  private static final Duration MONTH = Duration.ofDays(30);
  private static final int MOST_ROWS_LOOKED_AT = 100_000;
  private static final int LOOKED_AT_FOR_LAST = 100;

  /** How a wrong secret with a key's public id is noted. */
  private static final String WRONG_SECRET = "NOT_FOUND";

  private static final int MOST_OUTCOMES = 100;
  private static final int MOST_WRONG_SECRETS = 5;
  private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

  private final Store store;
  private final Clock clock;

  Usage(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /**
   * What is asked.
   *
   * @param granularity whose spans have rows of their own; null = one sum of all
   * @param from the beginning, brought back to that of a span
   * @param until the end, put off to that of a span
   * @param groupBy what rows are about
   * @param company of this company's keys
   * @param apiKey of this key
   * @param order which rows come first
   * @param latency whether the times are read too
   * @param most how many rows at most, from 1
   */
  public record Question(
      @Nullable UsageGrain granularity,
      Instant from,
      Instant until,
      Set<UsageDimension> groupBy,
      @Nullable CompanyId company,
      @Nullable ApiKeyId apiKey,
      UsageQuery.Order order,
      boolean latency,
      int most) {}

  /**
   * What is answered.
   *
   * @param from where the first span begins
   * @param until where the last span ends
   * @param rows in the order that was asked for
   * @param truncated whether there are more rows
   */
  public record Counted(Instant from, Instant until, List<UsageRow> rows, boolean truncated) {}

  /**
   * Counts requests.
   *
   * @throws InvalidRequestException when the end is not after the beginning, or spans are asked for
   *     that are no longer kept
   */
  public Counted count(Caller caller, Question question) {
    if (!question.until().isAfter(question.from())) {
      throw InvalidRequestException.at("until", ProblemCode.NOT_AFTER, question.from());
    }
    Instant now = clock.instant();
    UsageGrain grain = question.granularity();
    if (grain == null) {
      grain = coarsest(question, now);
    } else if (UsageGrain.minuteOf(question.from()) < grain.firstKept(now)) {
      throw InvalidRequestException.at(
          "from", ProblemCode.NOT_AFTER, UsageGrain.instantOf(grain.firstKept(now)));
    }
    long from = grain.startOf(UsageGrain.minuteOf(question.from()));
    long until = endOf(grain, question.until());
    List<UsageRow> rows = store
        .log()
        .usage()
        .read(
            caller.reach(),
            new UsageQuery(
                grain,
                from,
                until,
                question.granularity() != null,
                question.groupBy(),
                question.company(),
                question.apiKey(),
                question.order(),
                question.latency(),
                question.most() + 1));
    boolean more = rows.size() > question.most();
    return new Counted(
        UsageGrain.instantOf(from),
        UsageGrain.instantOf(until),
        more ? List.copyOf(rows.subList(0, question.most())) : rows,
        more);
  }

  /** The longest spans that meet both ends; of those that are kept that long, if none does. */
  private static UsageGrain coarsest(Question question, Instant now) {
    long from = UsageGrain.minuteOf(question.from());
    UsageGrain finestKept = UsageGrain.DAY;
    for (UsageGrain grain : List.of(UsageGrain.DAY, UsageGrain.HOUR, UsageGrain.MINUTE)) {
      if (from < grain.firstKept(now)) {
        return finestKept;
      }
      finestKept = grain;
      boolean meets = UsageGrain.instantOf(grain.startOf(from)).equals(question.from())
          && UsageGrain.instantOf(endOf(grain, question.until())).equals(question.until());
      if (meets) {
        return grain;
      }
    }
    return finestKept;
  }

  private static long endOf(UsageGrain grain, Instant until) {
    Instant bounded = until.isAfter(LAST) ? LAST : until;
    long start = grain.startOf(UsageGrain.minuteOf(bounded));
    return UsageGrain.instantOf(start).equals(bounded) ? start : start + grain.minutes();
  }

  /**
   * Keys that are in force and were not used for some days, or never; issued before that, newest
   * first.
   *
   * @param days how many, from 1
   */
  public Page<ApiKey> unused(
      Caller caller, @Nullable CompanyId company, int days, PageRequest page) {
    Instant now = clock.instant();
    Instant since = now.minus(Duration.ofDays(days));
    KeyFilter filter = new KeyFilter(
        company, null, null, null, KeyStatus.ACTIVE, null, null, null, null, null, since);
    Cursor after = page.after() == null ? new Cursor(firstIdOf(since)) : page.after();
    return store.listKeys(caller.reach(), filter, now, new PageRequest(page.size(), after));
  }

  /** Ids of keys begin with the time of their issue. */
  private static UUID firstIdOf(Instant at) {
    return new UUID(Math.max(0, at.toEpochMilli()) << 16, 0);
  }

  /**
   * What the page of a key shows.
   *
   * @param key the key
   * @param last its last request of the week with the right secret, if there was any
   * @param addresses from how many addresses it was used in the last seven days
   * @param outcomes its requests of the last thirty days by verification code
   * @param wrongSecrets the last times in that week when somebody came with its public id and a wrong
   *     secret; a few of each minute are noted
   */
  public record OfKey(
      ApiKey key,
      @Nullable ApiKeyLog last,
      Addresses addresses,
      List<UsageRow> outcomes,
      List<ApiKeyLog> wrongSecrets) {}

  /**
   * What the page of a key shows.
   *
   * @throws NotFoundException when there is no such key within reach
   */
  public OfKey ofKey(Caller caller, ApiKeyId id) {
    ApiKey key = store.findKey(caller.reach(), id).orElseThrow(NotFoundException::new);
    Instant now = clock.instant();
    Instant week = now.minus(WEEK);
    Question month = new Question(
        null,
        UsageGrain.instantOf(UsageGrain.DAY.startOf(UsageGrain.minuteOf(now.minus(MONTH)))),
        UsageGrain.instantOf(endOf(UsageGrain.DAY, now)),
        Set.of(UsageDimension.OUTCOME),
        null,
        id,
        UsageQuery.Order.REQUESTS,
        true,
        MOST_OUTCOMES);
    LogFilter ofWeek = LogFilter.ofKey(id).since(week);
    LogFilter wrong = LogFilter.where()
        .apiKey(id)
        .between(week, null)
        .outcomes(Set.of(WRONG_SECRET))
        .build();
    return new OfKey(
        key,
        rows(caller, ofWeek, LOOKED_AT_FOR_LAST).stream()
            .filter(row -> !row.outcome().equals(WRONG_SECRET))
            .findFirst()
            .orElse(null),
        store.log().usage().addresses(caller.reach(), id, week, MOST_ROWS_LOOKED_AT),
        count(caller, month).rows(),
        rows(caller, wrong, MOST_WRONG_SECRETS));
  }

  private List<ApiKeyLog> rows(Caller caller, LogFilter filter, int most) {
    return store.log().list(caller.reach(), filter, PageRequest.first(most)).items();
  }
}
