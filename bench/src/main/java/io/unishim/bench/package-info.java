/**
 * Benchmarks that print ratios against a peer or the host, measured in the same run. {@code bench/run} builds and starts
 * {@link io.unishim.bench.Main}; each {@link io.unishim.bench.Group} holds figures of one kind.
 */
@NullMarked
package io.unishim.bench;

import org.jspecify.annotations.NullMarked;
