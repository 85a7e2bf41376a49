/**
 * The text a client holds, {@code <brand>_<type>[_<env>]_<prefix>_<secret><checksum>}: making it,
 * and reading it without asking any store.
 *
 * <p>May be used by verification and life cycle. Deliberately absent: hashing, storage and any
 * opinion on whether a well-formed key exists.
 */
package io.keybearer.token;
