/** Locks on files: ranges of {@code fcntl(2)} and whole files of {@code flock(2)}. Start at {@link io.unishim.vfscore.lock.FileLocks}. */
@NullMarked
package io.unishim.vfscore.lock;

import org.jspecify.annotations.NullMarked;
