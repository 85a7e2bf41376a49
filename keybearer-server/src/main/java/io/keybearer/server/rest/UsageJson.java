package io.keybearer.server.rest;

import io.keybearer.Usage;
import io.keybearer.key.ApiKey;
import io.keybearer.key.LastUse;
import io.keybearer.log.ApiKeyLog;
import io.keybearer.server.json.JsonWriter;
import io.keybearer.usage.LatencyHistogram;
import io.keybearer.usage.UsageGrain;
import io.keybearer.usage.UsageRow;
import io.keybearer.usage.UsageTally;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Usage as answers show it. */
final class UsageJson {
  private UsageJson() {}

  static void write(Usage.Counted counted, JsonWriter json) {
    json.instant("from", counted.from());
    json.instant("until", counted.until());
    json.objects("items", counted.rows(), UsageJson::write);
    json.flag("truncated", counted.truncated());
  }

  private static void write(UsageRow row, JsonWriter json) {
    UsageRow.Group group = row.group();
    Long start = group.start();
    Integer status = group.status();
    json.instant("start", start == null ? null : UsageGrain.instantOf(start));
    json.printed("api_key", group.apiKey());
    json.printed("company_id", group.company());
    json.text("endpoint", orNull(group.endpoint()));
    json.text("method", orNull(group.method()));
    json.number("status_code", status == null || status == 0 ? null : status.longValue());
    json.text("outcome", group.outcome());
    writeTally(row.tally(), json);
  }

  private static void writeTally(UsageTally tally, JsonWriter json) {
    LatencyHistogram latency = tally.latency();
    json.number("requests", tally.requests());
    json.number("timed", latency.total());
    json.decimal("p50", latency.percentile(0.5));
    json.decimal("p90", latency.percentile(0.9));
    json.decimal("p95", latency.percentile(0.95));
    json.decimal("p99", latency.percentile(0.99));
  }

  static void writeUnused(ApiKey key, Instant now, JsonWriter json) {
    LastUse use = key.lastUse();
    Instant issued = key.provenance().createdAt();
    json.printed("id", key.id());
    json.text("prefix", key.prefix());
    json.printed("company_id", key.company());
    json.text("name", key.attributes().name());
    json.text("type", key.type().wireName());
    json.text("user", key.attributes().user());
    json.instant("created_at", issued);
    json.instant("last_used_at", use == null ? null : use.at());
    json.number("days", Duration.between(use == null ? issued : use.at(), now).toDays());
    json.flag("ever_used", use != null);
  }

  static void write(Usage.OfKey usage, JsonWriter json) {
    ApiKeyLog last = usage.last();
    LastUse use = usage.key().lastUse();
    json.printed("id", usage.key().id());
    json.instant("last_used_at", use == null ? null : use.at());
    json.text("last_address", last == null ? null : last.ipAddress());
    json.text("last_user_agent", last == null ? null : last.userAgent());
    json.number("addresses_this_week", (long) usage.addresses().count());
    json.flag("addresses_exact", usage.addresses().exact());
    json.objects("outcomes", usage.outcomes(), (row, entry) -> {
      entry.text("outcome", row.group().outcome());
      writeTally(row.tally(), entry);
    });
    json.objects("wrong_secrets", usage.wrongSecrets(), (row, entry) -> {
      entry.instant("at", row.at());
      entry.text("ip_address", row.ipAddress());
      entry.text("user_agent", row.userAgent());
    });
  }

  private static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }
}
