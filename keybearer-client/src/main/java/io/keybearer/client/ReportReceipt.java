package io.keybearer.client;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a batch of reports.
 *
 * @param accepted how many were taken
 * @param rejected the others
 * @param payloadsDropped reports, by their place from 0, that were taken without the payloads that they
 *     brought, since capture is not switched on for them
 * @param ids the rows in the order of the reports; null where rejected
 */
public record ReportReceipt(
    int accepted,
    List<Rejection> rejected,
    List<Integer> payloadsDropped,
    List<@Nullable String> ids) {
  /** Copies the lists. */
  public ReportReceipt {
    rejected = List.copyOf(rejected);
    payloadsDropped = List.copyOf(payloadsDropped);
    ids = Collections.unmodifiableList(new ArrayList<>(ids));
  }

  /**
   * A report that was not taken.
   *
   * @param index which, from 0
   * @param code why
   */
  public record Rejection(int index, String code) {
    static Rejection read(JsonMembers json) {
      return new Rejection(json.integer("index"), json.text("code"));
    }
  }

  static ReportReceipt read(JsonMembers json) {
    return new ReportReceipt(
        json.integer("accepted"),
        json.objects("rejected", Rejection::read),
        json.integers("payloads_dropped"),
        json.textsWithGaps("ids"));
  }
}
