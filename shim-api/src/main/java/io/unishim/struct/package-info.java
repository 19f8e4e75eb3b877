/** Structures of the Linux ABI as records, each with the layout that it has in a program's memory. */
@NullMarked
package io.unishim.struct;

import org.jspecify.annotations.NullMarked;
