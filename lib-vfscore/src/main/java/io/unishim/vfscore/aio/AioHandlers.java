package io.unishim.vfscore.aio;

import static io.unishim.abi.Errnos.EAGAIN;
import static io.unishim.abi.Errnos.EINPROGRESS;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.call.SupportLevel.FULL;
import static io.unishim.call.SupportLevel.PARTIAL;

import io.unishim.call.Support;
import io.unishim.linux.AioCalls;
import io.unishim.memory.MemoryFault;
import io.unishim.memory.UserArray;
import io.unishim.memory.UserLong;
import io.unishim.memory.UserMemory;
import io.unishim.memory.UserRef;
import io.unishim.struct.IoEvent;
import io.unishim.struct.Timespec;
import io.unishim.task.Task;
import io.unishim.vfscore.poll.Deadline;
import io.unishim.vfscore.poll.TemporaryMask;
import java.util.concurrent.atomic.AtomicLong;

final class AioHandlers implements AioCalls {
    /** /proc/sys/fs/aio-max-nr. */
    private static final int MOST = 65_536;

    /** What Linux counts as too many whatever is allowed, as it makes room for two events each. */
    private static final int FAR_TOO_MANY = 0x1000_0000 / 32 / 2;

    /** Where a request has its key. */
    private static final int KEY = 8;

    private static final int EVENTS_SLOT = 3;
    private static final int MASK_SLOT = 5;

    private final AtomicLong inUse = new AtomicLong();

    @Override
    @Support(FULL)
    public long io_setup(Task task, int nr_events, UserLong ctx_idp) {
        boolean inUseAlready = ctx_idp.get() != 0;
        if (inUseAlready || nr_events == 0 || Integer.compareUnsigned(nr_events, FAR_TOO_MANY) > 0) {
            return -EINVAL;
        }
        if (inUse.addAndGet(nr_events) > MOST) {
            inUse.addAndGet(-nr_events);
            return -EAGAIN;
        }
        AioContexts contexts = AioContexts.of(task.process());
        long id = contexts.make(task, nr_events, inUse);
        if (id < 0) {
            inUse.addAndGet(-nr_events);
            return id;
        }
        try {
            ctx_idp.set(id);
        } catch (MemoryFault fault) {
            boolean unused = contexts.remove(task, id);
            throw fault;
        }
        return 0;
    }

    @Override
    @Support(FULL)
    public long io_destroy(Task task, long ctx_id) {
        return AioContexts.of(task.process()).remove(task, ctx_id) ? 0 : -EINVAL;
    }

    @Override
    @Support(
            value = PARTIAL,
            note = "what is read and written is done before the call returns, also where Linux leaves it to a device")
    public long io_submit(Task task, long ctx_id, long nr, long iocbpp) {
        AioContext context = AioContexts.find(task, ctx_id);
        if (nr < 0 || context == null) {
            return -EINVAL;
        }
        UserMemory memory = task.memory();
        long done = 0;
        try {
            for (; done < nr; done++) {
                long result = AioRequest.submit(task, context, memory.getLong(iocbpp + 8 * done));
                if (result != 0) {
                    return done > 0 ? done : result;
                }
            }
        } catch (MemoryFault fault) {
            if (done == 0) {
                throw fault;
            }
        }
        return done;
    }

    @Override
    @Support(FULL)
    public long io_cancel(Task task, long ctx_id, long iocb, long result) {
        int key = task.memory().getInt(iocb + KEY);
        AioContext context = AioContexts.find(task, ctx_id);
        AioPoll found = key != 0 || context == null ? null : context.waiting(iocb);
        return found != null && found.end(0) ? -EINPROGRESS : -EINVAL;
    }

    @Override
    @Support(FULL)
    public long io_getevents(Task task, long ctx_id, long min_nr, long nr, long events, UserRef<Timespec> timeout) {
        return await(task, ctx_id, min_nr, nr, events, Deadline.of(task, timeout));
    }

    private static long await(Task task, long id, long least, long most, long events, long deadline) {
        AioContext context = AioContexts.find(task, id);
        if (deadline < 0 || context == null || least < 0 || least > most) {
            return -EINVAL;
        }
        UserArray<IoEvent> array = task.arguments().array(EVENTS_SLOT, IoEvent.LAYOUT, events, most);
        return context.await(task, least, (int) Math.min(most, Integer.MAX_VALUE), array, deadline);
    }

    @Override
    @Support(FULL)
    public long io_pgetevents(
            Task task, long ctx_id, long min_nr, long nr, long events, UserRef<Timespec> timeout, long usig) {
        long deadline = Deadline.of(task, timeout);
        UserMemory memory = task.memory();
        UserLong mask = task.arguments().longs(MASK_SLOT, usig == 0 ? 0 : memory.getLong(usig));
        long bad = TemporaryMask.begin(task, mask, usig == 0 ? 0 : memory.getLong(usig + 8));
        if (bad < 0) {
            return bad;
        }
        boolean begun = !mask.isNull();
        long result = -EINVAL;
        try {
            result = await(task, ctx_id, min_nr, nr, events, deadline);
        } finally {
            TemporaryMask.end(task, begun, result);
        }
        return result;
    }
}
