/** What tests of Unishim, and of libraries for it, stand on. */
@NullMarked
package io.unishim.testing;

import org.jspecify.annotations.NullMarked;
