/**
 * File operations, the same ones by Unishim's typed route, by its java.nio view, by other file systems in memory and by the
 * host's tmpfs. Start at {@link io.unishim.bench.files.JavaFiles}, which says what each operation is.
 */
@NullMarked
package io.unishim.bench.files;

import org.jspecify.annotations.NullMarked;
