package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes on their way from one socket to another. */
final class UnixMessage {
    final UnixSocket sender;
    final byte[] bytes;
    /** How many of them are the message. */
    final int size;

    final int[] credentials;
    OpenFileDescription @Nullable [] rights;
    /** Of a stream: how many bytes have been received. */
    int start;

    /** Of a stream: whether it bears the name of who sent it, as Linux puts it on where somebody may want to know. */
    boolean signed;

    /** Whether it was peeked, and empty: what peeks from an offset goes on to the next (the kernel's {@code skb->peeked}). */
    boolean peekedEmpty;

    /** When it was sent, if its receiver asked for it: nanoseconds since 1970. */
    long time;

    UnixMessage(Task task, UnixSocket sender, byte[] bytes, Outgoing out) {
        this(task, sender, bytes, bytes.length, out);
    }

    UnixMessage(Task task, UnixSocket sender, byte[] bytes, int size, Outgoing out) {
        this.sender = sender;
        this.bytes = bytes;
        this.size = size;
        int[] named = out.credentials;
        this.credentials = named == null ? sender.ids(task) : named;
        this.rights = out.takeRights();
    }

    static int[] own(Task task) {
        Credentials of = Credentials.of(task);
        return new int[] {task.process().pid(), of.uid(), of.gid()};
    }

    int left() {
        return size - start;
    }

    boolean sameSender(UnixMessage other) {
        return signed == other.signed && Arrays.equals(credentials, other.credentials);
    }

    /** Moves the descriptions to a receiver, or lends it references of its own. */
    void giveRights(Incoming in, boolean keep) {
        OpenFileDescription[] given = rights;
        if (given == null) {
            return;
        }
        if (keep) {
            for (OpenFileDescription each : given) {
                each.retain();
            }
            given = given.clone();
        } else {
            rights = null;
        }
        in.release();
        in.rights = given;
    }

    /** Nobody will receive it. */
    void drop() {
        OpenFileDescription[] left = rights;
        rights = null;
        if (left != null) {
            for (OpenFileDescription each : left) {
                each.release();
            }
        }
    }
}
