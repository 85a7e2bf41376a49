package io.keybearer.server.rest;

import io.keybearer.key.CompanyStatus;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.CompanyDraft;
import io.keybearer.problem.FieldProblem;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reads what a body says of a company. What comes out can be applied to any number of drafts, and
 * brings along what was wrong.
 */
final class CompanyReader {
  private final ObjectReader body;
  private final List<Consumer<CompanyDraft>> changes = new ArrayList<>();

  private CompanyReader(ObjectReader body) {
    this.body = body;
  }

  static Consumer<CompanyDraft> creation(ObjectReader body) {
    return new CompanyReader(body).read();
  }

  static Consumer<CompanyDraft> change(ObjectReader body) {
    CompanyReader reader = new CompanyReader(body);
    body.text("status", Forms.oneOf(CompanyStatus.values(), CompanyStatus::wireName))
        .ifPresent(status -> reader.changes.add(draft -> draft.status(status)));
    return reader.read();
  }

  private Consumer<CompanyDraft> read() {
    body.text("slug").ifPresent(slug -> changes.add(draft -> draft.slug(slug)));
    body.text("name").ifPresent(name -> changes.add(draft -> draft.name(name)));
    readRules(body.object("rules"));
    List<FieldProblem> problems = body.problems();
    return draft -> {
      changes.forEach(change -> change.accept(draft));
      problems.forEach(draft::problem);
    };
  }

  /** Rules are merged one by one; null lifts all of them. */
  private void readRules(Member<ObjectReader> member) {
    ObjectReader rules = member.orNull();
    if (rules == null) {
      member.ifPresent(none -> changes.add(draft -> draft
          .maxLife(null)
          .maxScope(null)
          .defaultRateLimit(null)
          .defaultRateLimitWindow(null)
          .logRetention(null)));
      return;
    }
    rules
        .text("max_life", Forms::duration)
        .ifPresent(life -> changes.add(draft -> draft.maxLife(life)));
    rules
        .text("max_scope", Forms.oneOf(Scope.values(), Scope::wireName))
        .ifPresent(scope -> changes.add(draft -> draft.maxScope(scope)));
    rules
        .number("default_rate_limit")
        .ifPresent(limit -> changes.add(draft -> draft.defaultRateLimit(limit)));
    rules
        .number("default_rate_limit_window")
        .ifPresent(window -> changes.add(draft -> draft.defaultRateLimitWindow(window)));
    rules
        .text("log_retention", Forms::duration)
        .ifPresent(time -> changes.add(draft -> draft.logRetention(time)));
  }
}
