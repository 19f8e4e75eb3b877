/** Real servers inside a JUnit test: start at {@link io.unishim.junit.ServerExtension}. */
@NullMarked
package io.unishim.junit;

import org.jspecify.annotations.NullMarked;
