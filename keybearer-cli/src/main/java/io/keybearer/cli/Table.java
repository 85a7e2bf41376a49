package io.keybearer.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows under headings, aligned, without borders. Where the terminal is too narrow, sentences go on
 * in the next line, texts of free length are shortened, and then the end of the line is cut. Not
 * thread-safe.
 */
final class Table {
  private static final String GAP = "  ";
  private static final int LEAST_FREE = 10;
  private static final int LEAST_WRAPPED = 32;
  private static final String CUT = "…";

  private final List<Column> columns = new ArrayList<>();
  private final List<List<String>> rows = new ArrayList<>();

  /** How a column is shown. */
  enum Kind {
    /** As it is. */
    FIXED,
    /** May be shortened. */
    FREE,
    /** Sentences, which go on in the next line; for the last column. */
    WRAPPED,
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
      for (List<String> part : wrapped(row, widths)) {
        out.println(line(part, widths, terminal.width(), terminal.colours()));
      }
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
    excess = narrow(widths, Kind.WRAPPED, LEAST_WRAPPED, excess);
    narrow(widths, Kind.FREE, LEAST_FREE, excess);
    return widths;
  }

  /** Makes columns of a kind narrower, and returns what is still too much. */
  private long narrow(int[] widths, Kind kind, int least, long excess) {
    long left = excess;
    for (int i = 0; i < widths.length && left > 0; i++) {
      if (columns.get(i).kind() == kind && widths[i] > least) {
        int narrower = (int) Math.max(least, widths[i] - left);
        left -= widths[i] - narrower;
        widths[i] = narrower;
      }
    }
    return left;
  }

  /** A row as the lines that it takes. */
  private List<List<String>> wrapped(List<String> row, int[] widths) {
    int last = widths.length - 1;
    if (columns.get(last).kind() != Kind.WRAPPED) {
      return List.of(row);
    }
    List<List<String>> lines = new ArrayList<>();
    List<String> cells = new ArrayList<>(row);
    for (String text : words(row.get(last), widths[last])) {
      cells.set(last, text);
      lines.add(List.copyOf(cells));
      cells.replaceAll(cell -> "");
    }
    return lines;
  }

  /** A text in lines of whole words, where they are not longer than a line. */
  private static List<String> words(String text, int width) {
    List<String> lines = new ArrayList<>();
    String left = text;
    while (left.length() > width) {
      int space = left.lastIndexOf(' ', width);
      int end = space > 0 ? space : width;
      lines.add(left.substring(0, end));
      left = left.substring(end).stripLeading();
    }
    lines.add(left);
    return lines;
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
