/** Descriptor tables. Start at {@link io.unishim.vfscore.fd.DescriptorTable}. */
@NullMarked
package io.unishim.vfscore.fd;

import org.jspecify.annotations.NullMarked;
