@org.jspecify.annotations.NullMarked
package io.keybearer.limit.redis;
