/**
 * The door: a {@link io.keybearer.Keybearer} is built over a store, and everything else is reached
 * through it.
 */
package io.keybearer;
