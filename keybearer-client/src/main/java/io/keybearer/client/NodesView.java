package io.keybearer.client;

import java.util.List;

/**
 * All nodes at one moment.
 *
 * @param sequence the number of the last change
 * @param items the nodes, by id
 */
public record NodesView(long sequence, List<NodeView> items) {
  /** Copies the list. */
  public NodesView {
    items = List.copyOf(items);
  }

  static NodesView read(JsonMembers json) {
    return new NodesView(json.number("sequence"), json.objects("items", NodeView::read));
  }
}
