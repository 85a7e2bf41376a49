package io.keybearer.benchmarks.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a run goes.
 *
 * @param connections how many connections, each with one request under way
 * @param keys how many keys the requests go through in turn
 * @param rounds how many measured rounds each server gets, in turn with the other
 * @param round how long one round is
 * @param warmUp how many requests each server gets before the first round, in a minute at most
 * @param against the folder of another build's jars, to be measured beside this one; null for none
 */
record Options(
    int connections,
    int keys,
    int rounds,
    Duration round,
    int warmUp,
    @Nullable String against) {
  private static final String USAGE =
      "expected --connections N, --keys N, --rounds N, --seconds N, --warm-up N, --against FOLDER;"
          + " got ";

  /** Reads {@code --rounds 5 --seconds 4}, in any order; what is not said has its default. */
  static Options of(String... arguments) {
    Options options = new Options(64, 100, 5, Duration.ofSeconds(4), 300_000, null);
    if (arguments.length % 2 != 0) {
      throw new IllegalArgumentException(USAGE + String.join(" ", arguments));
    }
    for (int i = 0; i < arguments.length; i += 2) {
      options = options.with(arguments[i], arguments[i + 1]);
    }
    return options;
  }

  private Options with(String name, String text) {
    if (name.equals("--against")) {
      return new Options(connections, keys, rounds, round, warmUp, text);
    }
    if (!text.matches("[1-9][0-9]{0,6}")) {
      throw new IllegalArgumentException(USAGE + name + " " + text);
    }
    int value = Integer.parseInt(text);
    return switch (name) {
      case "--connections" -> new Options(value, keys, rounds, round, warmUp, against);
      case "--keys" -> new Options(connections, value, rounds, round, warmUp, against);
      case "--rounds" -> new Options(connections, keys, value, round, warmUp, against);
      case "--seconds" ->
        new Options(connections, keys, rounds, Duration.ofSeconds(value), warmUp, against);
      case "--warm-up" -> new Options(connections, keys, rounds, round, value, against);
      default -> throw new IllegalArgumentException(USAGE + name);
    };
  }
}
