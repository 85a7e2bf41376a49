/**
 * What one verification over HTTP costs, beside a handler that does nothing but answer the same
 * bytes.
 *
 * <p>Servers run in processes of their own, the load comes from the process that measures. Run by
 * hand, with {@code ./keybearer bench http}; nothing depends on it. Deliberately absent: comparing
 * figures of different runs, whose machine was never the same.
 */
@NullMarked
package io.keybearer.benchmarks.http;

import org.jspecify.annotations.NullMarked;
