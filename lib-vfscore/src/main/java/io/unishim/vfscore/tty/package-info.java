/**
 * Terminals: pseudo-terminals, their line discipline, /dev/tty and the file system devpts.
 *
 * <p>Start at {@link io.unishim.vfscore.tty.Pty}: a pair of {@link io.unishim.vfscore.tty.Tty}s, master and slave, under one
 * lock. What is written to one end is received by the {@link io.unishim.vfscore.tty.LineDiscipline} of the other, which edits,
 * echoes and keeps it until it is read. {@link io.unishim.vfscore.tty.Master} and {@link io.unishim.vfscore.tty.Slave} are the
 * open files; requests of {@code ioctl(2)} are spread by family: settings, job control, the rest.
 */
@NullMarked
package io.unishim.vfscore.tty;

import org.jspecify.annotations.NullMarked;
