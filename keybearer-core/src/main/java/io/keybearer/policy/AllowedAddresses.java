package io.keybearer.policy;

import io.keybearer.problem.InvalidValueException;
import io.keybearer.problem.ProblemCode;
import java.util.List;

/**
 * The addresses a key may come from, or the proxies that are trusted; never empty, since an empty
 * list would allow nothing and "any" is the absence of a list.
 *
 * @param ranges the entries, in the order given
 */
public record AllowedAddresses(List<AddressRange> ranges) {
  /**
   * Copies the list.
   *
   * @throws InvalidValueException with {@code EMPTY_LIST} when it is empty
   */
  public AllowedAddresses {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new InvalidValueException(ProblemCode.EMPTY_LIST);
    }
  }

  /**
   * Reads a list of addresses and CIDR blocks.
   *
   * @throws InvalidValueException of the first entry that {@link AddressRange#parse} refuses, or
   *     with {@code EMPTY_LIST}
   */
  public static AllowedAddresses of(List<String> texts) {
    return new AllowedAddresses(texts.stream().map(AddressRange::parse).toList());
  }

  /** Says whether the address lies in one of the ranges. Allocates nothing. */
  public boolean contains(IpAddress address) {
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).contains(address)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Says whether each range of the other list lies in one range of this one. Two ranges here that
   * only together hold one of the other's are not enough.
   */
  public boolean covers(AllowedAddresses other) {
    return other.ranges.stream()
        .allMatch(theirs -> ranges.stream().anyMatch(ours -> ours.contains(theirs)));
  }

  /** The canonical texts, which {@link #of} reads back. */
  public List<String> texts() {
    return ranges.stream().map(AddressRange::toString).toList();
  }
}
