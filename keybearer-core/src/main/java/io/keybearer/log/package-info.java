/**
 * The request log: one row for every request made with a key, and the writer that takes rows off
 * the request path.
 */
package io.keybearer.log;
