package io.unishim.net;

import io.unishim.file.OpenFileDescription;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes on their way from one socket to another. */
final class UnixMessage {
    private static final byte[] NOTHING = {};

    /** Bytes of an array that is to be used again. */
    private static final int LEAST = 64;

    UnixSocket sender;
    byte[] bytes;
    /** How many of them are the message. */
    int size;

    int[] credentials;
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

    /** A message with bytes that was received whole becomes another one. */
    void renew(Task task, UnixSocket newSender, byte[] newBytes, int newSize, Outgoing out) {
        int[] named = out.credentials;
        sender = newSender;
        bytes = newBytes;
        size = newSize;
        start = 0;
        credentials = named == null ? newSender.ids(task) : named;
        rights = out.takeRights();
    }

    /** @return an array for so many bytes: that of the message that was received, if it is long enough */
    byte[] roomFor(int count) {
        return bytes.length >= count ? bytes : room(count);
    }

    /** @return an array for so many bytes, long enough to be used for others later */
    static byte[] room(int count) {
        return new byte[Math.max(count, LEAST)];
    }

    /** Keeps no more memory than {@code most} bytes. */
    void shrink(int most) {
        if (bytes.length > most) {
            bytes = NOTHING;
        }
    }

    static int[] own(Task task) {
        Credentials of = Credentials.of(task);
        return new int[] {task.process().pid(), of.uid(), of.gid()};
    }

    int left() {
        return size - start;
    }

    boolean sameSender(int[] otherCredentials, boolean otherSigned) {
        return signed == otherSigned && Arrays.equals(credentials, otherCredentials);
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
