/** The records of the domain: keys, companies, owners and the words they are made of. */
package io.keybearer.key;
