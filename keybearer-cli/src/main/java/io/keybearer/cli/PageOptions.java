package io.keybearer.cli;

import io.keybearer.client.PageView;
import io.keybearer.client.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every list. */
final class PageOptions {
  private static final int MOST = 200;

  @Option(names = "--limit", paramLabel = "N", description = "Items at most, 1-200 (default: 50).")
  private @Nullable Integer limit;

  @Option(
      names = "--cursor",
      paramLabel = "CURSOR",
      description = "Where the page before ended, as it said.")
  private @Nullable String cursor;

  @Option(names = "--quiet", description = "Print ids and nothing else.")
  private boolean quiet;

  @Option(names = "--all", description = "All pages, one after the other.")
  private boolean all;

  /**
   * Reads the page, or all of them, and prints it.
   *
   * @param session where
   * @param filter what shall be listed
   * @param read reads one page
   * @param id tells the id of one item
   * @param table an empty table
   * @param row adds one item to it
   */
  <T> int print(
      Session session,
      Query filter,
      Function<Query, PageView<T>> read,
      Function<T, String> id,
      Table table,
      BiConsumer<Table, T> row) {
    List<T> items = new ArrayList<>();
    PageView<T> page = read.apply(first(filter));
    items.addAll(page.items());
    while (all && page.next().isPresent()) {
      page = read.apply(first(filter).after(page.next().orElseThrow()));
      items.addAll(page.items());
    }
    if (session.json()) {
      printJson(session);
      return ExitStatus.OK;
    }
    if (quiet) {
      items.forEach(item -> session.terminal().out().println(Printable.line(id.apply(item))));
      session.terminal().out().flush();
      return ExitStatus.OK;
    }
    if (items.isEmpty()) {
      session.note("Nothing to list.");
      return ExitStatus.OK;
    }
    items.forEach(item -> row.accept(table, item));
    table.print(session.terminal());
    page.next().ifPresent(more -> session.note("There is more: --cursor " + more));
    return ExitStatus.OK;
  }

  private Query first(Query filter) {
    Query query = filter;
    if (limit != null) {
      query = query.size(limit);
    } else if (all) {
      query = query.size(MOST);
    }
    return cursor == null ? query : query.after(cursor);
  }

  private void printJson(Session session) {
    List<String> documents = session.answers().documents();
    if (documents.size() == 1) {
      session.printJson();
    } else {
      session.terminal().out().println(JsonPages.joined(documents));
      session.terminal().out().flush();
    }
  }
}
