package io.keybearer.cluster;

import io.keybearer.store.Node;
import java.time.Duration;

/**
 * How a node stands at one moment, as another sees it.
 *
 * @param node what the store knows of it
 * @param self whether it is the node that looks
 * @param live false when it is fenced: silent for longer than it believes its memory, so that it
 *     answers from the store, or not at all
 * @param applied the number of the last change of the present feed that it is known to have applied
 * @param behind how many changes it is not yet known to have applied
 * @param lag how long the first of them has been committed; zero when there is none
 */
public record NodeStanding(
    Node node, boolean self, boolean live, long applied, long behind, Duration lag) {}
