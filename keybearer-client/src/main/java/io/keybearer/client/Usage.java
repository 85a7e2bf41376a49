package io.keybearer.client;

/**
 * The calls about how much keys are used. Thread-safe; each fails with a {@link
 * KeybearerClientException}.
 */
public final class Usage {
  private final Transport transport;

  Usage(Transport transport) {
    this.transport = transport;
  }

  /** Counts requests, by what the query says, see {@link Query#where}. */
  public UsageView count(Query query) {
    return UsageView.read(
        JsonMembers.parse(transport.send(Call.get("/v1/usage", query.parameters()))));
  }

  /**
   * Lists keys in force that nobody has used for some days, newest first.
   *
   * @param query {@code days} (30 unless said) and {@code company}
   */
  public PageView<UnusedKeyView> unused(Query query) {
    return PageView.read(
        transport.send(Call.get("/v1/usage/unused", query.parameters())), UnusedKeyView::read);
  }

  /** How a key is used. */
  public KeyUsageView ofKey(String id) {
    String path = Call.path("/v1/keys/{}/usage", id);
    return KeyUsageView.read(JsonMembers.parse(transport.send(Call.get(path))));
  }
}
