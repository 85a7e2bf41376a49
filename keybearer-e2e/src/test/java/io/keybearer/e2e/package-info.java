/**
 * The product as a stranger meets it: a copy of the checkout, started by its own script, used
 * through its README, its command line and its HTTP interface. Knows no class of the project.
 */
@NullMarked
package io.keybearer.e2e;

import org.jspecify.annotations.NullMarked;
