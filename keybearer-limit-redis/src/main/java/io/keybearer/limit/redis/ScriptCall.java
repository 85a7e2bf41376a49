package io.keybearer.limit.redis;

/** A script with what it is run on. Nobody may write to the arrays any more. */
@SuppressWarnings("ArrayRecordComponent") // Never compared, and handed to Lettuce as they are.
record ScriptCall(Script script, String[] keys, String[] arguments) {}
