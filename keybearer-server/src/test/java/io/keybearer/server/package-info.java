/** Tests of the whole server over real loopback HTTP, and what they share. */
package io.keybearer.server;
