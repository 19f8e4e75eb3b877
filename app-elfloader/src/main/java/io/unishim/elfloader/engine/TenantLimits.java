package io.unishim.elfloader.engine;

/**
 * What an isolated program gets of the host.
 *
 * @param memory the bytes that each of its processes may have to write to
 * @param threads how many threads all its processes may have, each process being one at least
 */
public record TenantLimits(long memory, int threads) {}
