package io.keybearer.store;

/**
 * A way by which word of commits comes at once, see {@link Store#listen}. Nothing is lost when it is
 * cut: whoever listens also reads the feed again and again. Safe for concurrent use.
 */
public interface ChangeChannel extends AutoCloseable {
  /** Whether it stands; false while it is cut and being mended. */
  boolean isUp();

  /** Ends it; no word comes afterwards, but for what is on its way. */
  @Override
  void close();
}
