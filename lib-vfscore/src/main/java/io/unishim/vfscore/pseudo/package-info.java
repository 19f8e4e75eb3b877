/**
 * File systems whose content is made when somebody looks: what /dev, /proc and /sys are built of.
 *
 * <p>Start at {@link io.unishim.vfscore.pseudo.PseudoDirectory}, which holds fixed entries and may answer for names that come
 * and go. A {@link io.unishim.vfscore.pseudo.PseudoFile} has its text made at each read from its beginning.
 */
@NullMarked
package io.unishim.vfscore.pseudo;

import org.jspecify.annotations.NullMarked;
