package io.keybearer.limit.redis;

import io.keybearer.limit.NamedLimit;
import io.keybearer.limit.RateLimit;
import java.util.List;

/** What is sent to Redis about one counter. Immutable. */
final class Calls {
  private final Scripts scripts;
  private final String[] keys;
  private final Pace[] paces;
  private final String life;

  Calls(Scripts scripts, String[] keys, Pace[] paces, long lifeMicros) {
    this.scripts = scripts;
    this.keys = keys;
    this.paces = paces;
    life = Long.toString(lifeMicros);
  }

  /**
   * What shows that Redis is of use: what counting needs, done to a key of its own. Afterwards Redis
   * knows both scripts.
   */
  static List<ScriptCall> probe(Scripts scripts, String keyPrefix) {
    Pace[] pace = Pace.of(List.of(NamedLimit.own(RateLimit.perSeconds(RateLimit.MOST, 1))));
    Calls calls = new Calls(scripts, new String[] {keyPrefix + "probe"}, pace, 0);
    return List.of(calls.take(1, 1, 0, 1), calls.giveBack(1, 0));
  }

  /** Takes a cost for each of those waiting as far as it goes, and a lease if all got it. */
  ScriptCall take(Question question) {
    return take(question.waiters().size(), question.cost(), question.leased(), question.nodes());
  }

  /** Takes nothing. */
  ScriptCall look() {
    return take(0, 1, 0, 1);
  }

  private ScriptCall take(long waiting, long cost, long leased, long shares) {
    String[] arguments = new String[4 + 4 * paces.length];
    arguments[0] = Long.toString(waiting);
    arguments[1] = Long.toString(leased);
    arguments[2] = life;
    arguments[3] = Long.toString(shares);
    for (int i = 0; i < paces.length; i++) {
      put(arguments, 4 + 4 * i, paces[i], paces[i].whole(cost), paces[i].part(cost));
    }
    return new ScriptCall(scripts.take(), keys, arguments);
  }

  /** Gives back a cost, less what has flowed in since it was taken. */
  ScriptCall giveBack(long cost, long sinceMicros) {
    String[] arguments = new String[4 * paces.length];
    for (int i = 0; i < paces.length; i++) {
      long whole = paces[i].whole(cost) - sinceMicros;
      long part = whole < 0 ? 0 : paces[i].part(cost);
      put(arguments, 4 * i, paces[i], Math.max(0, whole), part);
    }
    return new ScriptCall(scripts.giveBack(), keys, arguments);
  }

  private static void put(String[] arguments, int at, Pace pace, long whole, long part) {
    arguments[at] = Long.toString(pace.most);
    arguments[at + 1] = Long.toString(pace.limit.rate().windowSeconds());
    arguments[at + 2] = Long.toString(whole);
    arguments[at + 3] = Long.toString(part);
  }
}
