package io.unishim.ipc;

/**
 * A message.
 *
 * @param type 1 or more
 * @param bytes what follows the type
 */
record Message(long type, byte[] bytes) {}
