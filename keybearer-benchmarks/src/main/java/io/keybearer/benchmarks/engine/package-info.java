/**
 * What one verification costs in process, beside one SHA-256 of the same key's text.
 *
 * <p>JMH measures, in processes of its own; {@link io.keybearer.benchmarks.engine.EngineBenchmark}
 * runs it in rounds and prints ratios. Classes that JMH extends cannot be final or package-private.
 * Deliberately absent: the engine's inner parts, which are measured only where the public way in
 * leads to them.
 */
@NullMarked
package io.keybearer.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
