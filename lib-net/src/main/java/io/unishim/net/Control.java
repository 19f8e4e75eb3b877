package io.unishim.net;

/** A control message other than descriptors and credentials. */
record Control(int level, int kind, byte[] data) {}
