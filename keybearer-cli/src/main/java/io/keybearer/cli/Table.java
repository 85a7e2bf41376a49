package io.keybearer.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under headings, aligned, without borders. Where the terminal is too narrow, texts of free
 * length give way first, then the end of the line. Not thread-safe.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_FREE = 10;
  private static final String CUT = "…";

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** How a column is shown. */
  enum Kind {
    /** As it is. */
    FIXED,
    /** May be shortened. */
    FREE,
    /** A word that is coloured by what it says. */
    STATE
  }

  private record Column(String heading, Kind kind) {}

  /** Adds a column at the right. */
  Table column(String heading, Kind kind) {
    columns.add(new Column(heading, kind));
    return this;
  }

  /** Adds a row at the bottom, one cell for each column. */
  void row(@Nullable String... cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(Printable.line(cell));
    }
    rows.add(row);
  }

  /** Writes everything. */
  void print(Terminal terminal) {
    int[] widths = widths(terminal.width());
    List<String> headings = columns.stream().map(Column::heading).toList();
    PrintStream out = terminal.out();
    out.println(terminal.colours().heading(line(headings, widths, terminal.width(), Colours.OFF)));
    for (List<String> row : rows) {
      out.println(line(row, widths, terminal.width(), terminal.colours()));
    }
    out.flush();
  }

  private int[] widths(int most) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).heading().length();
      for (List<String> row : rows) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    long excess = GAP.length() * (widths.length - 1L) - most;
    for (int width : widths) {
      excess += width;
    }
    for (int i = 0; i < widths.length && excess > 0; i++) {
      if (columns.get(i).kind() == Kind.FREE && widths[i] > LEAST_FREE) {
        int narrower = (int) Math.max(LEAST_FREE, widths[i] - excess);
        excess -= widths[i] - narrower;
        widths[i] = narrower;
      }
    }
    return widths;
  }

  private String line(List<String> cells, int[] widths, int most, Colours colours) {
    StringBuilder line = new StringBuilder();
    int left = most;
    for (int i = 0; i < widths.length && left > 0; i++) {
      boolean last = i == widths.length - 1;
      int width = Math.min(widths[i], left);
      String cell = cut(cells.get(i), width);
      String padded = last ? cell : cell + " ".repeat(width - cell.length());
      line.append(columns.get(i).kind() == Kind.STATE ? colours.state(padded) : padded);
      left -= width;
      if (!last && left > GAP.length()) {
        line.append(GAP);
      }
      left -= GAP.length();
    }
    return line.toString().stripTrailing();
  }

  private static String cut(String text, int width) {
    return text.length() <= width ? text : text.substring(0, width - 1) + CUT;
  }
}
