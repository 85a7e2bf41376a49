package io.keybearer.spring.selfservice;

import io.keybearer.Keybearer;
import io.keybearer.key.ApiKey;
import io.keybearer.key.ApiKeyId;
import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyType;
import io.keybearer.lifecycle.Administration;
import io.keybearer.lifecycle.IfVersion;
import io.keybearer.lifecycle.IssuedKey;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.KeyFilter;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one person may do to keys of type {@code user} that are their own. Whatever else exists does
 * not exist here. Safe for concurrent use.
 */
final class OwnKeys {
  /**
   * Who asks.
   *
   * @param company whose person
   * @param user the person's id
   * @param key the key that the request came with, where it came with one
   */
  record Person(CompanyRef company, String user, @Nullable ApiKey key) {
    /** Nobody grants more than the key that they came with holds. */
    Caller in(CompanyId id) {
      return key == null ? Caller.user(id, user) : Caller.holding(key);
    }
  }

  private final Keybearer keybearer;
  private final Grant grant;

  OwnKeys(Keybearer keybearer, Grant grant) {
    this.keybearer = keybearer;
    this.grant = grant;
  }

  Instant now() {
    return keybearer.clock().instant();
  }

  Page<ApiKey> list(Person person, PageRequest page) {
    CompanyId company;
    try {
      company = companyOf(person);
    } catch (NotFoundException nobodyHasKeysYet) {
      return new Page<>(List.of(), null);
    }
    KeyFilter own = new KeyFilter(
        company, person.user, KeyType.USER, null, null, null, null, null, null, null, null);
    return as(person, company).keys().list(own, page);
  }

  ApiKey get(Person person, String id) {
    return own(person, companyOf(person), id);
  }

  IssuedKey create(Person person, KeyRequest asked) {
    CompanyId company = companyForKeys(person);
    return as(person, company)
        .inOneTransaction(administration -> {
          requireRoom(administration, company, person);
          return administration.keys().issue(draft(person, company, asked));
        })
        .value();
  }

  /** The successor; beside an old key that stays valid there must be room for it. */
  IssuedKey rotate(Person person, String id, @Nullable Duration grace) {
    Duration asked = Objects.requireNonNullElse(grace, Duration.ZERO);
    if (asked.isNegative() || asked.compareTo(grant.maxGrace()) > 0) {
      throw InvalidRequestException.at(
          "grace", ProblemCode.OUT_OF_RANGE, Duration.ZERO, grant.maxGrace());
    }
    CompanyId company = companyOf(person);
    ApiKey key = own(person, company, id);
    grant.checkRenewal(key.attributes());
    return as(person, company)
        .inOneTransaction(administration -> {
          if (!asked.isZero()) {
            requireRoom(administration, company, person);
          }
          return administration.keys().rotate(key.id(), IfVersion.any(), asked);
        })
        .value();
  }

  ApiKey revoke(Person person, String id, @Nullable String reason) {
    CompanyId company = companyOf(person);
    ApiKey key = own(person, company, id);
    return as(person, company).keys().revoke(key.id(), IfVersion.any(), reason);
  }

  private void requireRoom(Administration administration, CompanyId company, Person person) {
    administration.keys().requireRoom(CompanyRef.of(company), person.user, grant.maxKeys());
  }

  private KeyDraft draft(Person person, CompanyId company, KeyRequest asked) {
    KeyDraft draft = KeyDraft.user(
            company, person.user, Objects.requireNonNullElse(asked.name(), ""))
        .name(asked.name())
        .env(asked.env())
        .allowedIps(asked.allowedIps())
        .allowedReferers(asked.allowedReferers());
    grant.bound(draft, asked, now());
    return draft;
  }

  /** Owner and type of a key never change, so what is looked at here still holds later. */
  private ApiKey own(Person person, CompanyId company, String id) {
    ApiKeyId named = ApiKeyId.parse(id).orElseThrow(NotFoundException::new);
    ApiKey key = as(person, company).keys().get(named);
    if (key.type() != KeyType.USER || !person.user.equals(key.attributes().user())) {
      throw new NotFoundException();
    }
    return key;
  }

  private Administration as(Person person, CompanyId company) {
    return keybearer.administration(person.in(company));
  }

  private CompanyId companyOf(Person person) {
    return refusingThePlatform(keybearer.administration().companies().get(person.company));
  }

  private CompanyId companyForKeys(Person person) {
    String slug = person.company.slug();
    return slug == null
        ? companyOf(person)
        : refusingThePlatform(keybearer.administration().companies().getOrCreate(slug, slug));
  }

  /** Whose callers reach everything. */
  private static CompanyId refusingThePlatform(Company company) {
    if (company.id().isPlatform()) {
      throw new NotFoundException();
    }
    return company.id();
  }
}
