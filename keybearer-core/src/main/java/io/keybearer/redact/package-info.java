/**
 * What may be kept of texts that came with a request: secrets are taken out by the name of the field
 * that holds them and by their shape, before anything is queued, spooled or stored. Knows the brands
 * of keys and no other part of the engine. Deliberately absent: regular expressions over such texts,
 * a JSON library, and I/O.
 */
package io.keybearer.redact;
