/**
 * POSIX message queues: a file system of one directory (man 7 mq_overview).
 *
 * <p>Start at {@link io.unishim.vfscore.mqueue.MqueuePart}. {@code MqueueFs} names the queues, {@code Mqueue} is one, {@code
 * MqueueFile} an open one.
 */
@NullMarked
package io.unishim.vfscore.mqueue;

import org.jspecify.annotations.NullMarked;
