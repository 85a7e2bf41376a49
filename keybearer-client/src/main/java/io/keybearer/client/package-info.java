/**
 * A Java client of the Keybearer server. The door is {@link io.keybearer.client.KeybearerClient};
 * what it sends and gets are records of this package, which mirror the JSON of the server's
 * contract: names are the same in camel case, and what the contract calls null is null here.
 *
 * <p>For any application. Depends on the JDK's HTTP client and on Jackson's streaming parser.
 * Deliberately absent: a cache of verifications, data binding, and any type of the engine, so that an application can speak to a server of another version.
 */
@NullMarked
package io.keybearer.client;

import org.jspecify.annotations.NullMarked;
