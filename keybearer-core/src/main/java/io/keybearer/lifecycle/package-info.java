/**
 * Issuing, changing, extending, rotating, disabling and revoking keys; companies and owners.
 *
 * <p>Every operation is one transaction of the store with its audit entry and its feed row. May see
 * a key's text, at issue and rotation only. Deliberately absent: verification, HTTP, JSON.
 */
package io.keybearer.lifecycle;
