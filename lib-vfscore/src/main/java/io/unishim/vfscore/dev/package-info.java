/**
 * The devices of a shim, and /dev.
 *
 * <p>Start at {@link io.unishim.vfscore.dev.DevPart}: which devices there are. They are opened by their numbers, so that
 * {@code mknod(2)} elsewhere works too.
 */
@NullMarked
package io.unishim.vfscore.dev;

import org.jspecify.annotations.NullMarked;
