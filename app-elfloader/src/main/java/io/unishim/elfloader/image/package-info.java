/**
 * From an ELF file to a program in memory. Start at {@link io.unishim.elfloader.image.ProgramImage}.
 */
@NullMarked
package io.unishim.elfloader.image;

import org.jspecify.annotations.NullMarked;
