/**
 * Rate limits that several processes share over one Redis or Valkey, by its clock.
 *
 * <p>The door is {@link io.keybearer.limit.redis.RedisRateLimiter#at}, for whoever opens an engine:
 * an application or the server. Depends on the limits of the core and on Lettuce. Deliberately
 * absent: keys of the API and anything secret (a counter is a name), quotas (they are counted
 * exactly, in the store), and a limit that loosens when Redis loses its contents mid-way: what Redis
 * forgets starts anew, and nothing else.
 */
@NullMarked
package io.keybearer.limit.redis;

import org.jspecify.annotations.NullMarked;
