package io.keybearer.store.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/** Where a connection comes from that is held for long and belongs to no pool. */
@FunctionalInterface
interface Connector {
  /** Opens a new connection; whoever asked closes it. */
  Connection connect() throws SQLException;
}
