package io.keybearer.client;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which part of a list is wanted, by the names of the contract. Immutable.
 *
 * <pre>{@code Query.all().where("company", "acme").where("status", "active").size(100)}</pre>
 */
public final class Query {
  private static final Query ALL = new Query(Map.of());

  private final Map<String, String> parameters;

  private Query(Map<String, String> parameters) {
    this.parameters = Map.copyOf(parameters);
  }

  /** Everything, from the newest on. */
  public static Query all() {
    return ALL;
  }

  /**
   * The same, and this filter must hold too. For keys: {@code company}, {@code user}, {@code type},
   * {@code scope}, {@code status}, {@code prefix}, {@code text}, {@code expires_from}, {@code
   * expires_until}, {@code last_used_from}, {@code last_used_until}. For the log: {@code api_key},
   * {@code prefix}, {@code company}, {@code outcome} (several separated by commas), {@code status},
   * {@code method}, {@code endpoint} ({@code /orders/*} for those that begin so), {@code ip_address}
   * (or a CIDR block), {@code user_agent}, {@code referer}, {@code min_execution_time}, {@code caller},
   * {@code completed}, {@code from}, {@code until}. For usage: {@code group_by}, {@code granularity},
   * {@code from}, {@code until}, {@code api_key}, {@code company}, {@code order}, {@code latency}, {@code
   * limit}. Instants as {@link java.time.Instant} prints them.
   */
  public Query where(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(parameters);
    more.put(name, value);
    return new Query(more);
  }

  /** The same in pages of at most so many items, 1–200; 50 unless said. */
  public Query size(int items) {
    return where("limit", Integer.toString(items));
  }

  /** The same from where a page ended, by its {@link PageView#nextCursor()}. */
  public Query after(String cursor) {
    return where("cursor", cursor);
  }

  Map<String, String> parameters() {
    return parameters;
  }
}
