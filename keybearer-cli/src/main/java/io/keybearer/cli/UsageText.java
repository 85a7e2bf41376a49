package io.keybearer.cli;

import io.keybearer.client.UsageView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Usage for people: a column for what was asked for. */
final class UsageText {
  private UsageText() {}

  static Table table(UsageView usage) {
    Table table = new Table();
    List<Function<UsageView.Count, @Nullable String>> cells = new ArrayList<>();
    add(
        table,
        cells,
        usage,
        "START",
        Table.Kind.FIXED,
        row -> row.start() == null ? null : Printable.instant(row.start()));
    add(table, cells, usage, "KEY", Table.Kind.FIXED, UsageView.Count::apiKey);
    add(table, cells, usage, "COMPANY", Table.Kind.FIXED, UsageView.Count::companyId);
    add(table, cells, usage, "METHOD", Table.Kind.FIXED, UsageView.Count::method);
    add(table, cells, usage, "ENDPOINT", Table.Kind.FREE, UsageView.Count::endpoint);
    add(
        table,
        cells,
        usage,
        "STATUS",
        Table.Kind.FIXED,
        row -> row.statusCode() == null ? null : row.statusCode().toString());
    add(table, cells, usage, "OUTCOME", Table.Kind.STATE, UsageView.Count::outcome);
    for (String heading : new String[] {"REQUESTS", "P50 MS", "P90 MS", "P95 MS", "P99 MS"}) {
      table.column(heading, Table.Kind.FIXED);
    }
    for (UsageView.Count row : usage.items()) {
      List<@Nullable String> line = new ArrayList<>();
      cells.forEach(cell -> line.add(cell.apply(row)));
      UsageView.Tally tally = row.latency();
      line.add(Long.toString(tally.requests()));
      line.add(millis(tally.p50()));
      line.add(millis(tally.p90()));
      line.add(millis(tally.p95()));
      line.add(millis(tally.p99()));
      table.row(line.toArray(new String[0]));
    }
    return table;
  }

  /** Adds a column, if any row has something in it. */
  private static void add(
      Table table,
      List<Function<UsageView.Count, @Nullable String>> cells,
      UsageView usage,
      String heading,
      Table.Kind kind,
      Function<UsageView.Count, @Nullable String> cell) {
    if (usage.items().stream().anyMatch(row -> cell.apply(row) != null)) {
      table.column(heading, kind);
      cells.add(cell);
    }
  }

  static @Nullable String millis(@Nullable Double value) {
    return value == null ? null : String.format(Locale.ROOT, value < 10 ? "%.2f" : "%.0f", value);
  }
}
