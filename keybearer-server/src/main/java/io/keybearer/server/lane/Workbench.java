package io.keybearer.server.lane;

import io.netty.util.concurrent.FastThreadLocal;

/**
 * What the lanes of one event loop write on, one after the other: never beyond one method, and never
 * while waiting for anything.
 */
final class Workbench {
  private static final FastThreadLocal<Workbench> OF_LOOP = new FastThreadLocal<>() {
    @Override
    protected Workbench initialValue() {
      return new Workbench();
    }
  };

  /** The bytes that are being read. */
  final byte[] view = new byte[UsualRequest.MOST_BYTES];

  /** Writes the answer. */
  final AnswerBytes answer = new AnswerBytes();

  private Workbench() {}

  static Workbench ofThisLoop() {
    return OF_LOOP.get();
  }
}
