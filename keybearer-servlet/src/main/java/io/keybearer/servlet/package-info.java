/**
 * A filter that asks every request for an API key, for any Jakarta Servlet application, and what
 * other filters need to do the same their own way.
 *
 * <p>{@code KeybearerFilter} is the door. Stands on core and the servlet API only. Deliberately
 * absent: a configuration in {@code web.xml}, since an engine is made by code; keys in the query,
 * which ends in logs.
 */
@NullMarked
package io.keybearer.servlet;

import org.jspecify.annotations.NullMarked;
