package io.keybearer.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who wants to hear of the commits that are made through one store object: what every store needs to
 * keep the promise of {@link Store#listen} for its own commits. Safe for concurrent use.
 */
public final class CommitListeners {
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  /** Makes an empty list. */
  public CommitListeners() {}

  /** Adds a listener, until its channel is closed; a channel within one process is always up. */
  public ChangeChannel add(Runnable wake) {
    Listener listener = new Listener(wake);
    listeners.add(listener);
    return listener;
  }

  /** Tells all of them of a commit, unless it added nothing to the feed. */
  public void tell(Committed<?> committed) {
    if (!committed.changes().isEmpty()) {
      listeners.forEach(listener -> listener.wake.run());
    }
  }

  private final class Listener implements ChangeChannel {
    private final Runnable wake;

    Listener(Runnable wake) {
      this.wake = wake;
    }

    @Override
    public boolean isUp() {
      return true;
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
