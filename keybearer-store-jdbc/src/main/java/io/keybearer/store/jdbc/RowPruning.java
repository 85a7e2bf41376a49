package io.keybearer.store.jdbc;

import io.keybearer.key.CompanyId;
import io.keybearer.log.LogRetention;
import io.keybearer.store.LogPruning;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;

/**
 * Removes rows that are too old, so many at a time that nobody waits long for it. Used by one
 * thread.
 */
final class RowPruning implements LogPruning {
  /** All rows, in whatever partition. */
  static final String WHOLE_LOG = "keybearer_api_key_log";

  private static final int MOST = 1_000;
  private static final UUID BEFORE_ALL = new UUID(0, 0);

  private static final String NEXT_COMPANY =
      "SELECT l.company_id FROM %s l WHERE l.company_id > ? ORDER BY l.company_id LIMIT 1";

  private static final String FIRST_TO_STAY_OF_COMPANY =
      "SELECT l.id FROM %s l WHERE l.company_id = ? AND l.id < ? ORDER BY l.id LIMIT 1 OFFSET ?";

  private static final String DELETE_OF_COMPANY = "DELETE FROM %s WHERE company_id = ? AND id < ?";

  private static final String FIRST_TO_STAY =
      "SELECT l.id FROM %s l WHERE l.id < ? ORDER BY l.id LIMIT 1 OFFSET ?";

  private static final String DELETE = "DELETE FROM %s WHERE id < ?";

  private static final String ANY_OF_COMPANY =
      "SELECT l.id FROM %s l WHERE l.company_id = ? AND l.id < ? ORDER BY l.id LIMIT 1";

  private static final String ANY = "SELECT l.id FROM %s l WHERE l.id < ? ORDER BY l.id LIMIT 1";

  private final Database database;
  private final LogRetention retention;
  private final Instant now;
  private final Deque<Piece> pieces = new ArrayDeque<>();

  RowPruning(Database database, LogRetention retention, Instant now) {
    this.database = database;
    this.retention = retention;
    this.now = now;
  }

  /** A piece of work. */
  @FunctionalInterface
  interface Piece {
    /** Does some of it, and says whether there is more. */
    boolean goOn();
  }

  @Override
  public boolean next() {
    Piece piece = pieces.poll();
    if (piece != null && piece.goOn()) {
      pieces.addFirst(piece);
    }
    return !pieces.isEmpty();
  }

  /** Adds a piece of work after those there are. */
  void add(Piece piece) {
    pieces.add(piece);
  }

  /** Adds, for each company that keeps its rows shorter than is usual, all of them. */
  void shorterThanUsual() {
    retention.ofCompanies().forEach((company, time) -> {
      if (time.compareTo(retention.usual()) < 0) {
        add(() -> removesSome(WHOLE_LOG, company));
      }
    });
  }

  /**
   * Adds the rest of a table: from its beginning, when no company keeps rows longer than is usual,
   * and company by company otherwise.
   *
   * @param table its name as it stands in SQL
   */
  void rest(String table) {
    add(retention.isLongerForSome() ? new EachCompany(table) : () -> removesSome(table));
  }

  /** Every company with rows in a table, in the order of their ids. */
  private final class EachCompany implements Piece {
    private final String table;
    private UUID reached = BEFORE_ALL;
    private Optional<UUID> current = Optional.empty();

    EachCompany(String table) {
      this.table = table;
    }

    @Override
    public boolean goOn() {
      if (current.isEmpty()) {
        current = database.read(session -> session.first(
            NEXT_COMPANY.formatted(table), p -> p.uuid(reached), row -> row.uuid("company_id")));
      }
      if (current.isEmpty()) {
        return false;
      }
      UUID company = current.get();
      if (!removesSome(table, new CompanyId(company))) {
        reached = company;
        current = Optional.empty();
      }
      return true;
    }
  }

  private boolean removesSome(String table, CompanyId company) {
    UUID id = company.value();
    UUID cutoff = IdOrder.firstAt(retention.cutoff(company, now));
    if (nothing(ANY_OF_COMPANY.formatted(table), p -> p.uuid(id).uuid(cutoff))) {
      return false;
    }
    return database.transaction(session -> {
      Optional<UUID> end = first(
          session,
          FIRST_TO_STAY_OF_COMPANY.formatted(table),
          p -> p.uuid(id).uuid(cutoff).whole(MOST));
      session.update(DELETE_OF_COMPANY.formatted(table), p -> p.uuid(id).uuid(end.orElse(cutoff)));
      return end.isPresent();
    });
  }

  private boolean removesSome(String table) {
    UUID cutoff = IdOrder.firstAt(now.minus(retention.usual()));
    if (nothing(ANY.formatted(table), p -> p.uuid(cutoff))) {
      return false;
    }
    return database.transaction(session -> {
      Optional<UUID> end =
          first(session, FIRST_TO_STAY.formatted(table), p -> p.uuid(cutoff).whole(MOST));
      session.update(DELETE.formatted(table), p -> p.uuid(end.orElse(cutoff)));
      return end.isPresent();
    });
  }

  /** Whoever has nothing to remove needs no transaction, for which others would have to wait. */
  private boolean nothing(String sql, Session.Binding binding) {
    return database.read(session -> first(session, sql, binding)).isEmpty();
  }

  private static Optional<UUID> first(Session session, String sql, Session.Binding binding)
      throws SQLException {
    return session.first(sql, binding, row -> row.uuid("id"));
  }
}
