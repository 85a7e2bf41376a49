/**
 * What tests of a Spring application with keys need: an engine in memory whose time moves when it is
 * told to and whose keys are the same in every run, and signed-in callers without any engine.
 *
 * <p>{@code AutoConfigureTestKeybearer} and {@code WithApiKey} are the doors. For tests alone: its
 * keys are no secrets.
 */
@NullMarked
package io.keybearer.spring.test;

import org.jspecify.annotations.NullMarked;
