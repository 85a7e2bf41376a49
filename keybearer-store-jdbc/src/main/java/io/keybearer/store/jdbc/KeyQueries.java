package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.KeyStatus;
import io.keybearer.key.Reach;
import io.keybearer.policy.AddressDetail;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.Cursor;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import io.keybearer.store.StoredKey;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads keys. */
final class KeyQueries {
  private static final String FOR_VERIFICATION = "SELECT " + KeyRows.COLUMNS + """
          , k.lookup, k.hash, k.hash_scheme, c.status AS company_status,
            c.captures AS company_captures, c.captured_until AS company_captured_until,
            c.log_addresses AS company_log_addresses,
            COALESCE(o.active, TRUE) AS owner_active
          FROM keybearer_api_key k
          JOIN keybearer_company c ON c.id = k.company_id
          LEFT JOIN keybearer_owner o ON o.company_id = k.company_id AND o."user" = k."user"
          LEFT JOIN keybearer_api_key_use u ON u.api_key = k.id
          """;

  private static final String BY_LOOKUP = FOR_VERIFICATION + "WHERE k.lookup = ?";

  /** How many lookups one statement takes. */
  private static final int TOGETHER = 100;

  private static final String BY_LOOKUPS =
      FOR_VERIFICATION + "WHERE k.lookup IN (?" + ", ?".repeat(TOGETHER - 1) + ")";

  private static final String FIRST_LOOKUPS =
      "SELECT k.lookup FROM keybearer_api_key k ORDER BY k.lookup LIMIT ?";

  private static final String NEXT_LOOKUPS = """
      SELECT k.lookup FROM keybearer_api_key k WHERE k.lookup > ? ORDER BY k.lookup LIMIT ?
      """;

  private static final String KEYS = "SELECT " + KeyRows.COLUMNS + """
          FROM keybearer_api_key k
          LEFT JOIN keybearer_api_key_use u ON u.api_key = k.id
          """;

  private static final String NEWEST_FIRST = " ORDER BY k.id DESC LIMIT ?";

  private static final String COMPANY_LOCK = "SELECT c.id FROM keybearer_company c WHERE c.id = ?";

  private static final String KEY_OF_COMPANY_EXISTS = """
      SELECT EXISTS (SELECT 1 FROM keybearer_api_key k WHERE k.company_id = ?) AS present
      """;

  private static final String USABLE_OF_OWNER = """
      SELECT COUNT(*) AS usable FROM keybearer_api_key k
      WHERE k.company_id = ? AND k."user" = ? AND NOT k.revoked
        AND (k.retires_at IS NULL OR k.retires_at > ?)
        AND (k.expires_at IS NULL OR k.expires_at > ?)
      """;

  private KeyQueries() {}

  static Optional<StoredKey> byLookup(Session session, String lookup) throws SQLException {
    if (!StorableText.isStorable(lookup)) {
      return Optional.empty();
    }
    return session.first(BY_LOOKUP, p -> p.text(lookup), KeyQueries::stored);
  }

  static List<String> lookups(Session session, @Nullable String after, int most)
      throws SQLException {
    return after == null
        ? session.list(FIRST_LOOKUPS, p -> p.whole(most), row -> row.text("lookup"))
        : session.list(NEXT_LOOKUPS, p -> p.text(after).whole(most), row -> row.text("lookup"));
  }

  static Map<String, StoredKey> byLookups(Session session, Collection<String> lookups)
      throws SQLException {
    List<String> wanted = lookups.stream().filter(StorableText::isStorable).toList();
    Map<String, StoredKey> found = new HashMap<>();
    for (int from = 0; from < wanted.size(); from += TOGETHER) {
      List<String> some = wanted.subList(from, Math.min(from + TOGETHER, wanted.size()));
      session
          .list(
              BY_LOOKUPS, p -> bindAll(p, some), row -> Map.entry(row.text("lookup"), stored(row)))
          .forEach(entry -> found.put(entry.getKey(), entry.getValue()));
    }
    return found;
  }

  /** A place that is not needed asks for the last lookup again. */
  private static void bindAll(Parameters parameters, List<String> lookups) throws SQLException {
    for (int i = 0; i < TOGETHER; i++) {
      parameters.text(lookups.get(Math.min(i, lookups.size() - 1)));
    }
  }

  private static StoredKey stored(Row row) throws SQLException {
    return new StoredKey(
        KeyRows.key(row),
        KeyHash.ofStored(row.text("hash_scheme"), row.bytes("hash")),
        row.word("company_status", CompanyStatus::fromWireName),
        row.truth("owner_active"),
        CaptureColumns.read(row, "company_captures", "company_captured_until"),
        row.word("company_log_addresses", AddressDetail::fromWireName));
  }

  static Optional<ApiKey> find(Session session, Reach reach, ApiKeyId id) throws SQLException {
    return one(session, reach, id, "");
  }

  /** The same, locked until the transaction ends. */
  static Optional<ApiKey> lock(Session session, Reach reach, ApiKeyId id) throws SQLException {
    return one(session, reach, id, session.dialect().lockedKey());
  }

  private static Optional<ApiKey> one(Session session, Reach reach, ApiKeyId id, String end)
      throws SQLException {
    Conditions conditions =
        new Conditions().uuid("k.id = ?", id.value()).within(reach, "k.company_id = ?");
    return session.first(KEYS + conditions.where() + end, conditions::bind, KeyRows::key);
  }

  static Page<ApiKey> list(
      Session session, Reach reach, KeyFilter filter, Instant now, PageRequest page)
      throws SQLException {
    Conditions conditions = matching(session.dialect(), filter)
        .within(reach, "k.company_id = ?")
        .after(page, "k.id < ?");
    stands(conditions, filter.status(), now);
    List<ApiKey> rows = session.list(
        KEYS + conditions.where() + NEWEST_FIRST,
        p -> {
          conditions.bind(p);
          p.whole(page.size() + 1);
        },
        KeyRows::key);
    return Page.cut(rows, page.size(), key -> new Cursor(key.id().value()));
  }

  private static Conditions matching(Dialect dialect, KeyFilter filter) {
    CompanyId company = filter.company();
    UUID companyId = company == null ? null : company.value();
    return new Conditions()
        .uuid("k.company_id = ?", companyId)
        .text("k.\"user\" = ?", filter.user())
        .text("k.type = ?", filter.type() == null ? null : filter.type().wireName())
        .text("k.scope = ?", filter.scope() == null ? null : filter.scope().wireName())
        .text("k.prefix = ?", filter.prefix())
        .text(dialect.holds("k.name"), filter.text() == null ? null : asciiLowerCase(filter.text()))
        .bound("k.expires_at >= ?", filter.expiresFrom())
        .bound("k.expires_at < ?", filter.expiresUntil())
        .bound("u.last_used_at >= ?", filter.lastUsedFrom())
        .bound("(u.last_used_at IS NULL OR u.last_used_at < ?)", filter.lastUsedUntil());
  }

  /** The same order as {@link ApiKey#status}: what comes first in it wins. */
  private static void stands(Conditions conditions, @Nullable KeyStatus status, Instant now) {
    if (status == null) {
      return;
    }
    if (status == KeyStatus.REVOKED) {
      conditions.that("k.revoked");
      return;
    }
    conditions.that("NOT k.revoked");
    if (status == KeyStatus.ROTATED) {
      conditions.now("k.retires_at <= ?", now);
      return;
    }
    conditions.now("(k.retires_at IS NULL OR k.retires_at > ?)", now);
    if (status == KeyStatus.DISABLED) {
      conditions.that("k.disabled");
      return;
    }
    conditions.that("NOT k.disabled");
    if (status == KeyStatus.NOT_YET_VALID) {
      conditions.now("k.not_before > ?", now);
      return;
    }
    conditions.now("(k.not_before IS NULL OR k.not_before <= ?)", now);
    conditions.now(
        status == KeyStatus.EXPIRED
            ? "k.expires_at <= ?"
            : "(k.expires_at IS NULL OR k.expires_at > ?)",
        now);
  }

  /** Whether the company has any key; none can be added by others until the transaction ends. */
  static boolean anyOf(Session session, CompanyId company) throws SQLException {
    session.first(
        COMPANY_LOCK + session.dialect().lockedCompanyAndItsKeys(),
        p -> p.uuid(company.value()),
        row -> row.uuid("id"));
    return session
        .first(KEY_OF_COMPANY_EXISTS, p -> p.uuid(company.value()), row -> row.truth("present"))
        .orElse(false);
  }

  /** How many keys of an owner are neither revoked, nor retired, nor expired. */
  static long countUsable(Session session, CompanyId company, String user, Instant now)
      throws SQLException {
    return session
        .first(
            USABLE_OF_OWNER,
            p -> p.uuid(company.value()).text(user).instant(now).instant(now),
            row -> row.number("usable"))
        .orElse(0L);
  }

  static String asciiLowerCase(String text) {
    StringBuilder lower = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      lower.append(c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c);
    }
    return lower.toString();
  }
}
