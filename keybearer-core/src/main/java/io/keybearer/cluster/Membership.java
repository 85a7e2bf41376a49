package io.keybearer.cluster;

import io.keybearer.problem.StoreUnavailableException;
import io.keybearer.store.NodeBeat;
import io.keybearer.store.NodeId;
import io.keybearer.store.Store;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * This node among all that share the store: says that it lives and how far it has come, and sees the
 * same of the others. {@link #beat} and {@link #look} are called again and again in the background,
 * and write and read only when it is time. Safe for concurrent use.
 */
public final class Membership {
  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

  /** How often a node says how far it has come while there is much to apply. */
  private static final Duration PROMPT = Duration.ofMillis(20);

  private record Sent(FeedPosition position, long nanos) {}

  private record Seen(Nodes nodes, long nanos) {}

  private final Store store;
  private final ChangeFollower follower;
  private final NodeId self;
  private final String name;
  private final LongSupplier nanoTime;
  private final AtomicInteger liveNodes;
  private final Roster roster;
  private final Waiting waiting = new Waiting();

  private @Nullable Sent sent;
  private volatile @Nullable Seen seen;

  /**
   * Makes a member that nobody knows of until its first beat.
   *
   * @param self its id, new for every engine
   * @param name what operators call it, see {@link NodeBeat}
   * @param liveNodes is kept at how many nodes live, for whoever is made before the member
   */
  public Membership(
      Store store,
      ChangeFollower follower,
      NodeId self,
      String name,
      LongSupplier nanoTime,
      AtomicInteger liveNodes) {
    this.store = store;
    this.follower = follower;
    this.self = self;
    this.name = name;
    this.nanoTime = nanoTime;
    this.liveNodes = liveNodes;
    this.roster = new Roster(self);
  }

  /** The id of this node. */
  public NodeId self() {
    return self;
  }

  /**
   * How many nodes live, this one included, as seen about a second ago at most while the store
   * answers. Costs the reading of a field; the first second of an engine says 1.
   */
  public int liveNodes() {
    return liveNodes.get();
  }

  /** All nodes, as seen about a second ago; nothing before the first look. */
  public Optional<Nodes> seen() {
    return Optional.ofNullable(seen).map(Seen::nodes);
  }

  /**
   * Reads how all nodes stand now.
   *
   * @throws StoreUnavailableException when the store does not answer
   */
  public Nodes read() {
    long asked = nanoTime.getAsLong();
    return roster.judge(store.readNodes(), asked, follower.position().orElse(null));
  }

  /**
   * Reads how far a change has come; this node itself has applied it by then.
   *
   * @param sequence its number in the feed
   * @throws StoreUnavailableException when the store does not answer
   */
  public Propagation propagation(long sequence) {
    if (follower.position().map(FeedPosition::applied).orElse(-1L) < sequence) {
      follower.poll();
    }
    return read().propagation(sequence);
  }

  /**
   * Waits until every live node has applied a change. A node that falls silent meanwhile is fenced,
   * and no longer waited for.
   *
   * @param sequence its number in the feed
   * @param atMost how long to wait
   * @return how far it has come when all have applied it, or when the time is over; what is chained
   *     to it without an executor must not wait
   * @throws StoreUnavailableException when the store does not answer at the first look
   */
  public CompletableFuture<Propagation> whenApplied(long sequence, Duration atMost) {
    Propagation first = propagation(sequence);
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    return first.complete()
        ? CompletableFuture.completedFuture(first)
        : waiting.add(first, deadline);
  }

  /** Ends every waiting at once, with what is known. */
  public void stopWaiting() {
    waiting.end();
  }

  /**
   * Says that this node lives and how far it has come, when it is time: now and then while it can
   * read the feed, and soon after it has applied something while there are others.
   *
   * @throws StoreUnavailableException when the store did not take it
   */
  public synchronized void beat() {
    FeedPosition position = follower.position().orElse(null);
    long now = nanoTime.getAsLong();
    if (position == null || !isDue(position, now)) {
      return;
    }
    store.beat(
        new NodeBeat(self, name, follower.maxStaleness(), position.epoch(), position.applied()));
    sent = new Sent(position, now);
  }

  private boolean isDue(FeedPosition position, long now) {
    Sent last = sent;
    if (last == null) {
      return true;
    }
    Duration quiet = Duration.ofNanos(now - last.nanos);
    if (!position.equals(last.position) && liveNodes.get() > 1) {
      return quiet.compareTo(PROMPT) >= 0;
    }
    Duration every = new Pace(follower.maxStaleness()).beatEvery();
    // A beat vouches for a reading after the one before: who cannot read falls silent.
    return quiet.compareTo(every) >= 0
        && follower.age().filter(age -> age.compareTo(quiet) < 0).isPresent();
  }

  /**
   * Looks at all nodes when it is time: once a second, and whenever asked while somebody waits.
   *
   * @throws StoreUnavailableException when the store does not answer
   */
  public void look() {
    long now = nanoTime.getAsLong();
    Seen last = seen;
    if (waiting.isEmpty() && last != null && now - last.nanos < LOOK_EVERY.toNanos()) {
      return;
    }
    try {
      Nodes nodes = read();
      seen = new Seen(nodes, now);
      liveNodes.set(Math.max(nodes.live(), 1));
      waiting.tell(nodes);
    } finally {
      waiting.endOverdue(nanoTime.getAsLong());
    }
  }

  /**
   * Says that this node has ended.
   *
   * @throws StoreUnavailableException when the store did not take it; others then find it silent
   */
  public void leave() {
    store.removeNode(self);
  }
}
