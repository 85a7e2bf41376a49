package io.keybearer.client;

import java.time.Duration;

/** How the time between two tries is spent. */
interface Pause {
  /** Returns once this long has passed. */
  void sleep(Duration duration) throws InterruptedException;
}
