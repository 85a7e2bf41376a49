package io.keybearer.store;

import io.keybearer.key.CompanyId;
import org.jspecify.annotations.Nullable;

/**
 * A row of the change feed: what must be forgotten by every node that has it in memory.
 *
 * @param sequence its number, in the order of commits, without gaps, from 1
 * @param company whose thing changed
 * @param lookup what finds the changed key; null when the company or an owner changed, which
 *     concerns every key of the company
 */
public record Change(
    long sequence, CompanyId company, @Nullable String lookup) {}
