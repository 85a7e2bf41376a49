package io.keybearer.cli;

import io.keybearer.client.PropagationView;

/**
 * Shows how far a change has come, again and again: on a terminal in one line that is written over,
 * elsewhere in a line for each news. Not thread-safe.
 */
final class PropagationLine {
  private final Terminal terminal;
  private String whole = "";
  private String shown = "";

  PropagationLine(Terminal terminal) {
    this.terminal = terminal;
  }

  void show(PropagationView propagation) {
    whole = Printable.line(PropagationText.of(propagation));
    String text = fitting(whole);
    if (text.equals(shown)) {
      return;
    }
    if (terminal.watched()) {
      String before = shown.isEmpty() ? "" : "\r";
      String rest = " ".repeat(Math.max(shown.length() - text.length(), 0));
      terminal.out().print(before + text + rest);
    } else {
      terminal.out().println(text);
    }
    terminal.out().flush();
    shown = text;
  }

  /** Leaves the line as it stands, and whole, however narrow the terminal is. */
  void end() {
    if (terminal.watched() && !shown.isEmpty()) {
      terminal.out().println(whole.substring(shown.length()));
      terminal.out().flush();
    }
  }

  /** In one line of a terminal, which could not be written over otherwise. */
  private String fitting(String text) {
    int most = terminal.width() - 1;
    return text.length() <= most ? text : text.substring(0, most);
  }
}
