/** What operators see of Keybearer in an application: health, an endpoint, meters. */
@NullMarked
package io.keybearer.spring.actuate;

import org.jspecify.annotations.NullMarked;
