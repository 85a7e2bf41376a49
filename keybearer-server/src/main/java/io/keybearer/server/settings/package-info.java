/**
 * What an operator may set: every name, its default and meaning, and how it is read from the
 * environment and from a file.
 *
 * <p>Used by the server's start and by the command line. Depends on value types alone, the core's
 * and those of limits over Redis.
 * Deliberately absent: opening anything that a setting names.
 */
@NullMarked
package io.keybearer.server.settings;

import org.jspecify.annotations.NullMarked;
