/**
 * JSON as strictly as we take it, and as we write it: one reader of texts, one typed decoder of
 * objects that gathers every field's problem, one writer.
 *
 * <p>Used by the HTTP packages. Knows Jackson, and nobody else does. Deliberately absent: mapping of
 * domain types by reflection; each route says what it reads and writes.
 */
@NullMarked
package io.keybearer.server.json;

import org.jspecify.annotations.NullMarked;
