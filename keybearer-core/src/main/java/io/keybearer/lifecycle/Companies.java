package io.keybearer.lifecycle;

import io.keybearer.key.Caller;
import io.keybearer.key.Company;
import io.keybearer.key.CompanyId;
import io.keybearer.key.CompanyRef;
import io.keybearer.key.CompanyRules;
import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Owner;
import io.keybearer.problem.ConflictException;
import io.keybearer.problem.ForbiddenException;
import io.keybearer.problem.InvalidRequestException;
import io.keybearer.problem.NotFoundException;
import io.keybearer.problem.ProblemCode;
import io.keybearer.store.Page;
import io.keybearer.store.PageRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * The operations on companies and owners, for one caller. Companies are the platform's to make and
 * change; owners are their company's. Safe for concurrent use.
 */
public final class Companies {
  private final Lifecycle lifecycle;
  private final Caller caller;
  private final Transactions transactions;

  Companies(Lifecycle lifecycle, Caller caller, Transactions transactions) {
    this.lifecycle = lifecycle;
    this.caller = caller;
    this.transactions = transactions;
  }

  /**
   * Makes a company.
   *
   * @throws InvalidRequestException with every problem of the draft
   * @throws ConflictException {@code SLUG_TAKEN}
   * @throws ForbiddenException when the caller is not the platform
   */
  public Company create(CompanyDraft draft) {
    requirePlatform();
    CompanyDraft.Cleaned cleaned = draft.clean();
    return transactions.write(transaction -> {
      Instant now = lifecycle.clock().instant();
      Company company = new Company(
          new CompanyId(lifecycle.ids().next()),
          cleaned.slug(),
          cleaned.name(),
          cleaned.status(),
          cleaned.rules(),
          now,
          now,
          1);
      transaction.insertCompany(
          company,
          lifecycle.event(
              caller,
              "company.created",
              company.id(),
              null,
              null,
              Map.of(),
              AuditFacts.of(company)));
      return company;
    });
  }

  /**
   * The company of this slug, made now if there is none: for applications whose own customers are
   * the companies. Of several that try at once, one makes it. Not inside another transaction.
   *
   * @param slug as {@link Company#slug()}
   * @param name what a company that is made is called
   * @throws InvalidRequestException when there is none and slug or name cannot be one
   * @throws ForbiddenException when there is none and the caller is not the platform
   */
  public Company getOrCreate(String slug, String name) {
    CompanyRef ref = new CompanyRef(null, slug);
    Optional<Company> there = lifecycle.store().findCompany(caller.reach(), ref);
    if (there.isPresent()) {
      return there.get();
    }
    try {
      return create(CompanyDraft.of(slug, name));
    } catch (ConflictException madeMeanwhile) {
      return lifecycle.store().findCompany(caller.reach(), ref).orElseThrow(() -> madeMeanwhile);
    }
  }

  /** A company within reach. */
  public Company get(CompanyRef ref) {
    return lifecycle.store().findCompany(caller.reach(), ref).orElseThrow(NotFoundException::new);
  }

  /** Companies within reach, newest first. */
  public Page<Company> list(PageRequest page) {
    return lifecycle.store().listCompanies(caller.reach(), page);
  }

  /**
   * Changes a company. Its keys feel the change at once here, and on other nodes with the feed.
   *
   * @throws InvalidRequestException with every problem of the result
   * @throws ConflictException {@code SLUG_TAKEN}, or {@code PLATFORM_COMPANY} for the platform's own
   * @throws ForbiddenException when the caller is not the platform
   */
  public Company change(CompanyRef ref, IfVersion ifVersion, Consumer<CompanyDraft> change) {
    requirePlatform();
    return change(ref, ifVersion, "company.changed", company -> {
      CompanyDraft draft = CompanyDraft.of(company);
      change.accept(draft);
      CompanyDraft.Cleaned wanted = draft.clean();
      CompanyRules rules = wanted.rules().withCapture(company.rules().capture());
      return changed(company, wanted.slug(), wanted.name(), wanted.status(), rules);
    });
  }

  /**
   * Switches on that the request log keeps what is asked and answered with all keys of a company, for a
   * time from now; or off. Secrets are taken out before anything is kept. A company's own caller may
   * do so too.
   *
   * @param length up to {@link io.keybearer.key.Capture#LONGEST}; zero switches it off
   * @param request whether what is asked is kept
   * @param response whether what is answered is kept; neither switches it off
   * @throws InvalidRequestException when the length is negative or too long
   * @throws ConflictException {@code PLATFORM_COMPANY} for the platform's own
   */
  public Company capture(
      CompanyRef ref, IfVersion ifVersion, Duration length, boolean request, boolean response) {
    Capturing wanted = new Capturing(length, request, response);
    return change(ref, ifVersion, "company.capture_changed", company -> {
      CompanyRules rules =
          company.rules().withCapture(wanted.from(lifecycle.clock().instant()));
      return rules.equals(company.rules())
          ? company
          : changed(company, company.slug(), company.name(), company.status(), rules);
    });
  }

  private Company change(
      CompanyRef ref, IfVersion ifVersion, String action, UnaryOperator<Company> change) {
    return transactions.write(transaction -> {
      Company company =
          transaction.lockCompany(caller.reach(), ref).orElseThrow(NotFoundException::new);
      if (company.id().isPlatform()) {
        throw new ConflictException(ProblemCode.PLATFORM_COMPANY);
      }
      ifVersion.check(company.version());
      Company changed = change.apply(company);
      if (!changed.equals(company)) {
        transaction.updateCompany(
            changed,
            lifecycle.event(
                caller,
                action,
                company.id(),
                null,
                null,
                AuditFacts.of(company),
                AuditFacts.of(changed)));
      }
      return changed;
    });
  }

  private Company changed(
      Company company, String slug, String name, CompanyStatus status, CompanyRules rules) {
    return new Company(
        company.id(),
        slug,
        name,
        status,
        rules,
        company.createdAt(),
        lifecycle.clock().instant(),
        company.version() + 1);
  }

  /**
   * Says whether an owner is active; keys of an inactive one answer {@code OWNER_DISABLED}.
   *
   * @param user the owner's id, 1–255 characters
   * @throws InvalidRequestException when the id cannot be one
   */
  public Owner putOwner(CompanyRef ref, String user, boolean active) {
    FieldChecks checks = new FieldChecks();
    checks.text("user", user, 1, 255);
    checks.throwIfAny();
    return transactions.write(transaction -> {
      Company company =
          transaction.lockCompany(caller.reach(), ref).orElseThrow(NotFoundException::new);
      Owner owner = new Owner(company.id(), user, active, lifecycle.clock().instant());
      transaction.putOwner(
          owner,
          lifecycle.event(
              caller,
              "owner.changed",
              company.id(),
              null,
              user,
              Map.of(),
              Map.of("active", Boolean.toString(active))));
      return owner;
    });
  }

  private void requirePlatform() {
    if (!caller.isPlatform()) {
      throw new ForbiddenException(ProblemCode.PLATFORM_ONLY);
    }
  }
}
