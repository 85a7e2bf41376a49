package io.keybearer.store.jdbc;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.KeybearerException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.problem.VersionMismatchException;
import io.keybearer.secret.KeyHash;
import io.keybearer.store.Change;
import io.keybearer.store.Committed;
import io.keybearer.store.KeyEvent;
import io.keybearer.store.RememberedAnswer;
import io.keybearer.store.StoreTransaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of administrative work. Used by one thread.
 *
 * <p>Once something has failed, nothing is committed, even if the work goes on as if it had not:
 * PostgreSQL would not let it, and SQLite would keep half of it. Numbers of the feed are taken at
 * the very end, so that the counter is held as short as can be and never while waiting for a key.
 */
final class JdbcTransaction implements StoreTransaction {
  private final Session session;
  private final List<Feed.Touched> touched = new ArrayList<>();
  private @Nullable SQLException broken;
  private @Nullable KeybearerException refused;

  JdbcTransaction(Session session) {
    this.session = session;
  }

  /** Runs the work, then adds to the feed what it touched. */
  <T> Committed<T> run(Function<StoreTransaction, T> work) throws SQLException {
    T value;
    try {
      value = work.apply(this);
    } catch (StoreUnavailableException unavailable) {
      if (broken != null) {
        throw broken;
      }
      throw unavailable;
    }
    if (broken != null) {
      throw broken;
    }
    if (refused != null) {
      throw refused;
    }
    List<Change> changes = Feed.add(session, touched);
    return new Committed<>(value, changes);
  }

  @Override
  public Optional<ApiKey> lockKey(Reach reach, ApiKeyId id) {
    return run(() -> KeyQueries.lock(session, reach, id));
  }

  @Override
  public Optional<Company> lockCompany(Reach reach, CompanyRef ref) {
    return run(() -> Companies.lock(session, reach, ref));
  }

  @Override
  public long countUsableKeys(CompanyId company, String user, Instant now) {
    return run(() -> KeyQueries.countUsable(session, company, user, now));
  }

  @Override
  public boolean platformKeyExists() {
    return run(() -> KeyQueries.anyOf(session, CompanyId.PLATFORM));
  }

  @Override
  public void insertKey(ApiKey key, KeyHash hash, KeyEvent event) {
    run(() -> {
      KeyWrites.insert(session, key, hash);
      return noted(event, key.company(), key.prefix());
    });
  }

  @Override
  public void updateKey(ApiKey key, KeyEvent event) {
    run(() -> {
      String lookup = KeyWrites.update(session, key).orElseThrow(VersionMismatchException::new);
      return noted(event, key.company(), lookup);
    });
  }

  @Override
  public void insertCompany(Company company, KeyEvent event) {
    run(() -> {
      Companies.insert(session, company);
      return noted(event, company.id(), null);
    });
  }

  @Override
  public void updateCompany(Company company, KeyEvent event) {
    run(() -> {
      if (!Companies.update(session, company)) {
        throw new VersionMismatchException();
      }
      return noted(event, company.id(), null);
    });
  }

  @Override
  public void putOwner(Owner owner, KeyEvent event) {
    run(() -> {
      Companies.putOwner(session, owner);
      return noted(event, owner.company(), null);
    });
  }

  @Override
  public Optional<RememberedAnswer> recall(RememberedAnswer.Name name) {
    return run(() -> Answers.recall(session, name));
  }

  @Override
  public void remember(RememberedAnswer.Name name, RememberedAnswer answer) {
    run(() -> {
      Answers.remember(session, name, answer);
      return true;
    });
  }

  private boolean noted(KeyEvent event, CompanyId company, @Nullable String lookup)
      throws SQLException {
    Trail.insert(session, event);
    return touched.add(new Feed.Touched(company, lookup));
  }

  private <T> T run(Step<T> step) {
    try {
      return step.run();
    } catch (KeybearerException refusal) {
      refused = refusal;
      throw refusal;
    } catch (SQLException failure) {
      KeybearerException refusal = refusalOf(failure);
      if (refusal == null) {
        broken = failure;
        throw new StoreUnavailableException(failure);
      }
      refused = refusal;
      throw refusal;
    }
  }

  private @Nullable KeybearerException refusalOf(SQLException failure) {
    return switch (session.dialect().failure(failure)) {
      case NAME_TAKEN -> ConflictException.at("name", ProblemCode.NAME_TAKEN);
      case SLUG_TAKEN -> ConflictException.at("slug", ProblemCode.SLUG_TAKEN);
      case ROW_THERE, RETRY, UNAVAILABLE -> null;
    };
  }

  @FunctionalInterface
  private interface Step<T> {
    T run() throws SQLException;
  }
}
