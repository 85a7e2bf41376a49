/**
 * What a verification costs: {@code ./keybearer bench}. {@link io.keybearer.benchmarks.Bench} is the
 * door; beside it lies what several benchmarks share.
 *
 * <p>Every figure stands beside a floor that was measured in the same run, since machines differ and
 * the same machine differs from one minute to the next. Nothing depends on this module.
 */
@NullMarked
package io.keybearer.benchmarks;

import org.jspecify.annotations.NullMarked;
