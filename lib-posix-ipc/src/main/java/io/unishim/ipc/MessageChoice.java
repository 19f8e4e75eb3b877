package io.unishim.ipc;

import static io.unishim.abi.Ipc.MSG_COPY;
import static io.unishim.abi.Ipc.MSG_EXCEPT;

/** Which message {@code msgrcv(2)} is to take. */
enum MessageChoice {
    ANY,
    OF_TYPE,
    NOT_OF_TYPE,
    /** The lowest type up to one, and of these the first. */
    LOWEST,
    /** The one at a place in the queue. */
    AT_PLACE;

    static MessageChoice of(long type, int flags) {
        if ((flags & MSG_COPY) != 0) {
            return AT_PLACE;
        }
        if (type == 0) {
            return ANY;
        }
        if (type < 0) {
            return LOWEST;
        }
        return (flags & MSG_EXCEPT) != 0 ? NOT_OF_TYPE : OF_TYPE;
    }

    /** @return the type or place that {@link #suits} wants */
    static long operand(long type) {
        return type == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(type);
    }

    boolean suits(long operand, Message message) {
        return switch (this) {
            case ANY, AT_PLACE -> true;
            case OF_TYPE -> message.type() == operand;
            case NOT_OF_TYPE -> message.type() != operand;
            case LOWEST -> message.type() <= operand;
        };
    }
}
