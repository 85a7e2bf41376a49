package io.keybearer.store.jdbc;

import io.keybearer.store.ChangeChannel;

/** Word of this process's own commits, and of those of others. */
record OwnAndOthers(ChangeChannel own, ChangeChannel others) implements ChangeChannel {
  @Override
  public boolean isUp() {
    return own.isUp() && others.isUp();
  }

  @Override
  public void close() {
    own.close();
    others.close();
  }
}
