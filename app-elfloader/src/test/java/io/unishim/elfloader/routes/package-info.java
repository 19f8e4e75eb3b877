/**
 * The three routes side by side, and random calls by all of them. Start with {@link
 * io.unishim.elfloader.routes.ThreeRoutesTest}; {@link io.unishim.elfloader.routes.World} is a process that calls are made
 * in.
 */
@NullMarked
package io.unishim.elfloader.routes;

import org.jspecify.annotations.NullMarked;
