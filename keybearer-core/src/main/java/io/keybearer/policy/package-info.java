/**
 * What a key is allowed from where and to do what: client addresses, referers, permissions, routes.
 *
 * <p>Lives here: strict parsers of the lists on a key, their canonical texts, their matching on the
 * verification path, and "is this list within that one", which holds that nobody grants more than
 * they hold. May be used by every package; depends on {@code problem} only. Deliberately absent:
 * regular expressions, DNS, {@code InetAddress}, HTTP types, and any knowledge of keys, callers or
 * stores. All types are immutable and may be shared by threads.
 */
package io.keybearer.policy;
