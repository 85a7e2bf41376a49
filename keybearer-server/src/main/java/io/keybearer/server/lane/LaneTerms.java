package io.keybearer.server.lane;

import io.keybearer.server.http.Doorkeeper;
import io.keybearer.server.http.OwnRequests;
import io.keybearer.server.http.RequestIds;
import io.keybearer.server.http.RequestObserver;
import io.keybearer.server.http.StoreThreads;
import java.util.function.LongSupplier;

/**
 * What all lanes of a server have in common.
 *
 * @param doorkeeper says who a caller is
 * @param threads wait for the database
 * @param ownRequests complete the rows of callers
 * @param observer hears of every answer
 * @param requestIds name requests
 * @param nanoTime the time that answers are measured by
 */
public record LaneTerms(
    Doorkeeper doorkeeper,
    StoreThreads threads,
    OwnRequests ownRequests,
    RequestObserver observer,
    RequestIds requestIds,
    LongSupplier nanoTime) {}
