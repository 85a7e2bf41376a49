package io.keybearer.cli;

import io.keybearer.client.AnswerListener;
import io.keybearer.client.KeybearerClient;
import java.util.ArrayList;
import java.util.List;

/**
 * One command's conversation with a server.
 *
 * @param terminal where it is shown
 * @param client who speaks
 * @param answers what came back
 * @param json whether a program wants it as it came
 */
record Session(Terminal terminal, KeybearerClient client, Capture answers, boolean json) {
  /** Keeps the JSON of every answer, in order. Not thread-safe. */
  static final class Capture implements AnswerListener {
    private final List<String> documents = new ArrayList<>();

    @Override
    public void answered(String json) {
      documents.add(json);
    }

    /** Forgets them, for a command that goes on and on. */
    void forget() {
      documents.clear();
    }

    List<String> documents() {
      return List.copyOf(documents);
    }
  }

  /** Prints what was asked for: the server's JSON, or facts for people. */
  int result(Facts facts) {
    if (json) {
      printJson();
    } else {
      facts.print(terminal.out(), terminal.colours());
    }
    return ExitStatus.OK;
  }

  /** Prints what a change has led to: the server's JSON, or a line for people. */
  int done(String line) {
    if (json) {
      printJson();
    } else {
      terminal.out().println(Printable.line(line));
      terminal.out().flush();
    }
    return ExitStatus.OK;
  }

  /** Tells a person something beside the result. */
  void note(String line) {
    terminal.err().println(Printable.line(line));
    terminal.err().flush();
  }

  /** Prints the last answer as it came. */
  void printJson() {
    List<String> documents = answers.documents();
    terminal.out().println(documents.get(documents.size() - 1));
    terminal.out().flush();
  }
}
