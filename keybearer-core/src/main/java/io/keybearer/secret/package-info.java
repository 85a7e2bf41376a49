/**
 * The raw texts of keys and the peppers: making them, hashing them, comparing their hashes in
 * constant time.
 *
 * <p>May be used by every package to <em>carry</em> a {@link io.keybearer.secret.SecretText} or a
 * {@link io.keybearer.secret.KeyHash}. The text itself comes out of one method, {@link
 * io.keybearer.secret.SecretText#reveal()}, whose name can be searched for: in the core, besides
 * this package, only {@code token} calls it, to read the form of a key. Deliberately absent: equality
 * and hash codes of anything secret, storage, and any knowledge of a key's form.
 */
package io.keybearer.secret;
