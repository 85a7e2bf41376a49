/**
 * What many keys cost: memory for each, lists of them, and a flood of keys that do not exist.
 *
 * <p>Each benchmark runs in this process, in minutes, over the engine's and the stores' public ways
 * in. {@link io.keybearer.benchmarks.scale.MadeUpKeys} makes keys by the million from a seed.
 * Deliberately absent: the network.
 */
@NullMarked
package io.keybearer.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
