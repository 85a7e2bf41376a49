/** The client against a real HTTP server on the loopback address. */
@NullMarked
package io.keybearer.client;

import org.jspecify.annotations.NullMarked;
