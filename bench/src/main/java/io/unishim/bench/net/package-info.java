/**
 * Pipes and sockets between two tasks of a shim, and between two threads by the host's own calls. {@link
 * io.unishim.bench.net.Channels} says what is measured; start there.
 */
@NullMarked
package io.unishim.bench.net;

import org.jspecify.annotations.NullMarked;
