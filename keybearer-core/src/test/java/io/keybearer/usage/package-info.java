/** Tests of what is counted. */
@NullMarked
package io.keybearer.usage;

import org.jspecify.annotations.NullMarked;
