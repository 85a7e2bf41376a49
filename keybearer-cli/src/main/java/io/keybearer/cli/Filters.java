package io.keybearer.cli;

import io.keybearer.client.Query;
import org.jspecify.annotations.Nullable;

/** Gathers the filters that were given. Not thread-safe. */
final class Filters {
  private Query query = Query.all();

  /** Adds a filter, unless it was not given. */
  Filters add(String name, @Nullable Object value) {
    if (value != null) {
      query = query.where(name, value.toString());
    }
    return this;
  }

  Query query() {
    return query;
  }
}
