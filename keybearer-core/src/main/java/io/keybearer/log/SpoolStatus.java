package io.keybearer.log;

import java.time.Duration;

/**
 * How the spool of a process stands.
 *
 * @param bytes how much it takes on the disk; what is written stays for a minute
 * @param mostBytes how much it may take
 * @param waitingBytes how much of it is not in the store yet
 * @param behind how long the oldest of that has waited, at most
 * @param takes whether it takes entries; not while it is full or cannot be written
 * @param damaged stretches that could not be read since the start, whose entries are lost
 * @param setAside entries that the store could not take since the start, each in a file of its own
 */
public record SpoolStatus(
    long bytes,
    long mostBytes,
    long waitingBytes,
    Duration behind,
    boolean takes,
    long damaged,
    long setAside) {}
