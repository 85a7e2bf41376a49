package io.keybearer.store.jdbc;

import io.keybearer.problem.StoreUnavailableException;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The partitions of the log's table: looked at, made and dropped. Whoever makes or drops one waits
 * at most a tenth of a second for others, since those who come after would wait behind it; what
 * cannot be had in that time is left for another turn. Safe for concurrent use.
 */
final class PostgresDays {
  private static final System.Logger LOG = System.getLogger(PostgresDays.class.getName());

  private static final String NO_LONG_WAIT = "SET LOCAL lock_timeout = '100ms'";

  // Any number will do that is always the same and that nobody else locks.
  private static final long LOCK = 0x6b65_7962_5f64_6179L;

  // Moving more rows than these into a new partition would hold up too many for too long.
  private static final int MOST_MOVED = 10_000;

  private static final String PARTITIONS = """
      SELECT c.oid::regclass::text AS name, pg_get_expr(c.relpartbound, c.oid) AS bounds
      FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
      WHERE i.inhparent = 'keybearer_api_key_log'::regclass
      ORDER BY c.relname
      """;

  private static final String NAME_BESIDE_THE_LOG = """
      SELECT format('%I.%I', n.nspname, ?) AS name
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.oid = 'keybearer_api_key_log'::regclass
      """;

  private static final String TOO_MANY = """
      SELECT l.id FROM %s l WHERE l.id >= ? AND l.id < ? ORDER BY l.id LIMIT 1 OFFSET ?
      """;

  private static final String MOVE = """
      WITH moved AS (DELETE FROM %s WHERE id >= ? AND id < ? RETURNING *)
      INSERT INTO %s SELECT * FROM moved
      """;

  private static final Pattern RANGE =
      Pattern.compile("FOR VALUES FROM \\('([0-9a-f-]{36})'\\) TO \\('([0-9a-f-]{36})'\\)");

  private final Database database;
  private final AtomicBoolean complained = new AtomicBoolean();

  PostgresDays(Database database) {
    this.database = database;
  }

  /**
   * A partition.
   *
   * @param name as it stands in SQL
   * @param start the first id that it could hold; null when that is not said
   * @param end the first id after it; null when that is not said, as of the default one
   */
  record Partition(
      String name, @Nullable UUID start, @Nullable UUID end) {
    static Partition of(String name, String bounds) {
      Matcher range = RANGE.matcher(bounds);
      return range.matches()
          ? new Partition(name, UUID.fromString(range.group(1)), UUID.fromString(range.group(2)))
          : new Partition(name, null, null);
    }

    boolean holds(UUID id) {
      return start != null
          && end != null
          && IdOrder.compare(start, id) <= 0
          && IdOrder.compare(end, id) > 0;
    }
  }

  /** All of them, by name. */
  List<Partition> list() {
    return database.read(PostgresDays::list);
  }

  private static List<Partition> list(Session session) throws SQLException {
    return session.list(
        PARTITIONS, p -> {}, row -> Partition.of(row.text("name"), row.text("bounds")));
  }

  /** Makes the partition of a day, counted from 1970; rows of the default one move into it. */
  boolean make(long day) {
    UUID start = IdOrder.firstAt(PostgresUpkeep.instantOf(day));
    UUID end = IdOrder.firstAt(PostgresUpkeep.instantOf(day + 1));
    String name = "keybearer_api_key_log_"
        + DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofEpochDay(day));
    return done(false, session -> {
      List<Partition> there = list(session);
      if (there.stream().anyMatch(partition -> partition.holds(start))) {
        return true;
      }
      session.execute(NO_LONG_WAIT);
      session.dialect().lockNumber(session, LOCK);
      there = list(session);
      return there.stream().anyMatch(partition -> partition.holds(start))
          || made(session, there, name, start, end);
    });
  }

  private static boolean made(
      Session session, List<Partition> there, String name, UUID start, UUID end)
      throws SQLException {
    String rest = there.stream()
        .filter(partition -> partition.end() == null)
        .map(Partition::name)
        .findFirst()
        .orElseThrow(() -> new SQLException("expected a default partition of the log"));
    // As attaching one does: nobody may put a row of that day there from here on.
    session.execute("LOCK TABLE " + rest + " IN ACCESS EXCLUSIVE MODE");
    boolean tooMany = session
        .first(
            TOO_MANY.formatted(rest),
            p -> p.uuid(start).uuid(end).whole(MOST_MOVED),
            row -> row.uuid("id"))
        .isPresent();
    if (tooMany) {
      return false;
    }
    String table = session
        .first(NAME_BESIDE_THE_LOG, p -> p.text(name), row -> row.text("name"))
        .orElseThrow(() -> new SQLException("expected the log's table"));
    session.execute("CREATE TABLE "
        + table
        + " (LIKE keybearer_api_key_log INCLUDING DEFAULTS INCLUDING STORAGE)");
    session.update(MOVE.formatted(rest, table), p -> p.uuid(start).uuid(end));
    session.execute("ALTER TABLE keybearer_api_key_log ATTACH PARTITION "
        + table
        + " FOR VALUES FROM ('"
        + start
        + "') TO ('"
        + end
        + "')");
    return true;
  }

  /**
   * Drops a partition, or will at another turn.
   *
   * @return false when one of these companies has rows in it, or the role may not do it, so that
   *     rows have to be removed one by one
   */
  boolean drop(Partition partition, List<UUID> keepers) {
    return database.read(session -> !hasRowsOf(session, partition.name(), keepers))
        && done(true, session -> {
          session.execute(NO_LONG_WAIT);
          session.execute("LOCK TABLE ONLY keybearer_api_key_log IN ACCESS EXCLUSIVE MODE");
          if (hasRowsOf(session, partition.name(), keepers)) {
            return false;
          }
          session.execute("DROP TABLE " + partition.name());
          return true;
        });
  }

  private static boolean hasRowsOf(Session session, String table, List<UUID> companies)
      throws SQLException {
    if (companies.isEmpty()) {
      return false;
    }
    Array array = session.connection().createArrayOf("uuid", companies.toArray(UUID[]::new));
    String sql = "SELECT 1 FROM " + table + " WHERE company_id = ANY (?) LIMIT 1";
    try (PreparedStatement statement = session.connection().prepareStatement(sql)) {
      statement.setArray(1, array);
      try (ResultSet results = statement.executeQuery()) {
        return results.next();
      }
    } finally {
      array.free();
    }
  }

  /** What work came to; when others or the role were in the way, nothing is lost. */
  private boolean done(boolean whenOthersAreInTheWay, Database.Work<Boolean> work) {
    try {
      return database.transaction(work);
    } catch (StoreUnavailableException failure) {
      boolean forbidden =
          failure.getCause() instanceof SQLException cause && "42501".equals(cause.getSQLState());
      if (!forbidden) {
        LOG.log(System.Logger.Level.DEBUG, "a partition of the log has to wait", failure);
        return whenOthersAreInTheWay;
      }
      if (complained.compareAndSet(false, true)) {
        LOG.log(
            System.Logger.Level.WARNING,
            "the database role may not make and drop partitions of keybearer_api_key_log: rows go"
                + " to its default partition and are removed one by one; make the role a member of"
                + " the table's owner, with CREATE on its schema");
      }
      return false;
    }
  }
}
