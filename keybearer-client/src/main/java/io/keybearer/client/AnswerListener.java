package io.keybearer.client;

/**
 * Hears the text of every successful answer before it is read, on the thread that made the call,
 * or, where nobody waited, on one of the client's; for programs that pass the server's JSON on. The text of an issued key is in it: do not log it.
 */
@FunctionalInterface
public interface AnswerListener {
  /** Called with the body of an answer, JSON. */
  void answered(String json);
}
