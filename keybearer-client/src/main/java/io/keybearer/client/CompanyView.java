package io.keybearer.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A company as the server tells it.
 *
 * @param id never changes
 * @param slug a short unique name, which can stand wherever the id can
 * @param name for people
 * @param status {@code active} or {@code suspended}
 * @param rules what it demands of its keys
 * @param capture whether payloads of all its keys are kept, and until when; null = they are not
 * @param createdAt when it was made
 * @param updatedAt when it was last changed
 * @param version counts changes, from 1
 */
public record CompanyView(
    String id,
    String slug,
    String name,
    String status,
    CompanyRules rules,
    @Nullable CaptureView capture,
    Instant createdAt,
    Instant updatedAt,
    long version) {
  static CompanyView read(JsonMembers json) {
    return new CompanyView(
        json.text("id"),
        json.text("slug"),
        json.text("name"),
        json.text("status"),
        json.object("rules", CompanyRules::read),
        json.objectOrNull("capture", CaptureView::read),
        json.instant("created_at"),
        json.instant("updated_at"),
        json.number("version"));
  }
}
