/** Command lines, run in this process against a real HTTP server on the loopback address. */
@NullMarked
package io.keybearer.cli;

import org.jspecify.annotations.NullMarked;
