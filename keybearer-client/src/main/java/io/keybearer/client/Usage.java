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
    return transport.send(Operations.countUsage(query));
  }

  /**
   * Lists keys in force that nobody has used for some days, newest first.
   *
   * @param query {@code days} (30 unless said) and {@code company}
   */
  public PageView<UnusedKeyView> unused(Query query) {
    return transport.send(Operations.unusedKeys(query));
  }

  /** How a key is used. */
  public KeyUsageView ofKey(String id) {
    return transport.send(KeyOperations.usage(id));
  }
}
