/**
 * The rules that every module keeps, as tests over the compiled classes, the sources and the poms.
 *
 * <p>A rule that finds nothing to look at fails. Exceptions to a rule are named beside it, each with
 * its reason. Deliberately absent: anything that a compiler check already holds.
 */
package io.keybearer.architecture;
