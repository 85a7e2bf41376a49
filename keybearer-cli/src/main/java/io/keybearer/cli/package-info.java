/**
 * The {@code keybearer} command. Every command about companies, keys and the log speaks HTTP,
 * through the client; {@code serve}, {@code migrate} and {@code bootstrap} start the server's own
 * code. Nothing else may depend on this package.
 *
 * <p>What a program wants stands on standard output, what a person should know on standard error.
 * Deliberately absent: a file of settings, an option that takes the caller's key (it would be seen
 * in the list of processes), and prompts that could stop a script.
 */
@NullMarked
package io.keybearer.cli;

import org.jspecify.annotations.NullMarked;
