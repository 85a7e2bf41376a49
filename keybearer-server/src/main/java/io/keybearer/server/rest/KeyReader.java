package io.keybearer.server.rest;

import io.keybearer.key.CompanyRef;
import io.keybearer.key.KeyType;
import io.keybearer.key.Rule;
import io.keybearer.key.Scope;
import io.keybearer.lifecycle.KeyDraft;
import io.keybearer.limit.QuotaPeriod;
import io.keybearer.problem.FieldProblem;
import io.keybearer.problem.ProblemCode;
import io.keybearer.server.json.Forms;
import io.keybearer.server.json.Member;
import io.keybearer.server.json.ObjectReader;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a body says of a key. What comes out can be applied to any number of drafts, and brings
 * along what was wrong, so that the engine reports it with the rest.
 */
final class KeyReader {
  private final ObjectReader body;
  private final boolean nullClears;
  private final List<Consumer<KeyDraft>> changes = new ArrayList<>();

  private KeyReader(ObjectReader body, boolean nullClears) {
    this.body = body;
    this.nullClears = nullClears;
  }

  /** A new key, for which a null counts as left out. */
  static Consumer<KeyDraft> creation(ObjectReader body) {
    KeyReader reader = new KeyReader(body, false);
    reader.take(body.text("company", CompanyRef::parse), KeyDraft::company);
    reader.take(
        body.text("type", Forms.oneOf(KeyType.values(), KeyType::wireName)), KeyDraft::type);
    reader.take(body.text("env"), KeyDraft::env);
    reader.take(body.text("user"), KeyDraft::user);
    return reader.read();
  }

  /** A change, in which a null clears. */
  static Consumer<KeyDraft> change(ObjectReader body) {
    return new KeyReader(body, true).read();
  }

  private Consumer<KeyDraft> read() {
    take(body.text("name"), KeyDraft::name);
    take(body.text("scope", Forms.oneOf(Scope.values(), Scope::wireName)), KeyDraft::scope);
    take(body.texts("permissions"), KeyDraft::permissions);
    take(body.texts("routes"), KeyDraft::routes);
    take(body.text("not_before", Forms::instant), KeyDraft::notBefore);
    take(body.text("expires_at", Forms::instant), KeyDraft::expiresAt);
    take(body.texts("allowed_ips"), KeyDraft::allowedIps);
    take(body.texts("allowed_referers"), KeyDraft::allowedReferers);
    take(
        body.flag("allow_missing_referer"),
        (draft, allowed) -> draft.allowMissingReferer(Boolean.TRUE.equals(allowed)));
    take(body.number("rate_limit"), KeyDraft::rateLimit);
    take(body.number("rate_limit_window"), KeyDraft::rateLimitWindow);
    take(limits(), KeyDraft::limits);
    take(body.number("quota"), KeyDraft::quota);
    take(
        body.text("quota_period", Forms.oneOf(QuotaPeriod.values(), QuotaPeriod::wireName)),
        KeyDraft::quotaPeriod);
    take(shadow(), KeyDraft::shadow);
    take(body.map("metadata"), KeyReader::mergeMetadata);
    take(body.texts("tags"), KeyDraft::tags);
    List<FieldProblem> problems = body.problems();
    return draft -> {
      changes.forEach(change -> change.accept(draft));
      problems.forEach(draft::problem);
    };
  }

  private <T> void take(Member<T> member, BiConsumer<KeyDraft, @Nullable T> setter) {
    T value = member.orNull();
    if (value != null || (member.present() && nullClears)) {
      changes.add(draft -> setter.accept(draft, value));
    }
  }

  private Member<List<KeyDraft.LimitDraft>> limits() {
    return body.objects("limits")
        .map(entries -> entries.stream()
            .map(entry -> new KeyDraft.LimitDraft(
                entry.text("name").orNull(),
                entry.number("limit").orNull(),
                entry.number("window").orNull()))
            .toList());
  }

  private Member<Set<Rule>> shadow() {
    return body.texts("shadow", Forms.oneOf(Rule.values(), Rule::wireName)).map(rules -> {
      Set<Rule> distinct = EnumSet.noneOf(Rule.class);
      for (Rule rule : rules) {
        if (!distinct.add(rule)) {
          body.note("shadow", ProblemCode.DUPLICATE);
        }
      }
      return distinct;
    });
  }

  private static void mergeMetadata(
      KeyDraft draft, @Nullable Map<String, Optional<String>> entries) {
    if (entries == null) {
      draft.metadata(null);
    } else {
      entries.forEach((key, value) -> draft.metadataEntry(key, value.orElse(null)));
    }
  }
}
