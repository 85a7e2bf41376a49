package io.keybearer.cluster;

import io.keybearer.store.Change;

/** What must forget when something changes. Called by several threads at once. */
public interface ChangeListener {
  /** Forgets what this change concerns. */
  void changed(Change change);

  /** Forgets everything: the feed has a gap or another epoch. */
  void changedBeyondKnowledge();
}
