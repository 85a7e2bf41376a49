package io.keybearer.store;

import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.Owner;
import io.keybearer.key.Reach;
import io.keybearer.secret.KeyHash;
import java.time.Instant;
import java.util.Optional;

/**
 * Reads for update and administrative writes, all or nothing. Each write takes its audit entry and
 * adds its row to the change feed by itself, so that neither can be forgotten. What is read here is
 * locked until the end of the transaction. Used by one thread, inside {@link Store#write}.
 */
public interface StoreTransaction {
  /** A key within reach. */
  Optional<ApiKey> lockKey(Reach reach, ApiKeyId id);

  /** A company within reach. */
  Optional<Company> lockCompany(Reach reach, CompanyRef ref);

  /**
   * How many keys of an owner can still be used at this instant, now or later: neither revoked, nor
   * retired, nor expired. Counts what this transaction itself has written. Others' writes are kept
   * out only by a lock on the company.
   */
  long countUsableKeys(CompanyId company, String user, Instant now);

  /** Whether any key of the platform exists, in whatever state. */
  boolean platformKeyExists();

  /**
   * Adds a key; its lookup is its prefix.
   *
   * @throws io.keybearer.problem.ConflictException {@code NAME_TAKEN}, at {@code name}
   */
  void insertKey(ApiKey key, KeyHash hash, KeyEvent event);

  /**
   * Replaces a key's record, found by id and company; its hash, last use, type, prefix and creation
   * stay. A revocation already stored is never removed or replaced.
   *
   * @throws io.keybearer.problem.ConflictException {@code NAME_TAKEN}, at {@code name}
   * @throws io.keybearer.problem.VersionMismatchException when the stored version is not the one
   *     before the record's
   */
  void updateKey(ApiKey key, KeyEvent event);

  /**
   * Adds a company.
   *
   * @throws io.keybearer.problem.ConflictException {@code SLUG_TAKEN}, at {@code slug}
   */
  void insertCompany(Company company, KeyEvent event);

  /**
   * Replaces a company's record.
   *
   * @throws io.keybearer.problem.ConflictException {@code SLUG_TAKEN}, at {@code slug}
   * @throws io.keybearer.problem.VersionMismatchException when the stored version is not the one
   *     before the record's
   */
  void updateCompany(Company company, KeyEvent event);

  /** Says whether an owner is active. */
  void putOwner(Owner owner, KeyEvent event);

  /**
   * The answer remembered under this name. Whether there is one or not, no other transaction can
   * remember one under the same name until this one ends.
   */
  Optional<RememberedAnswer> recall(RememberedAnswer.Name name);

  /** Remembers an answer. */
  void remember(RememberedAnswer.Name name, RememberedAnswer answer);
}
