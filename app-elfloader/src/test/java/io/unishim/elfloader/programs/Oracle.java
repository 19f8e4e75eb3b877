package io.unishim.elfloader.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.file.AnonymousFile;
import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.ReadAhead;
import io.unishim.task.Task;
import io.unishim.task.WaitQueue;
import java.util.List;

/** Says by how many bytes it answers whether a call reached it, or what it had laid out was read. */
final class Oracle extends AnonymousFile implements ReadAhead.Source {
    static final int CALLED = 3;
    static final int LAID_OUT = 5;

    /** What is told of what was written without a call. */
    static final String BY_ITSELF = "w";

    private final List<String> told;
    private final String byCall;
    private final WaitQueue queue = new WaitQueue();

    /**
     * Makes one.
     *
     * @param told what is told of each write
     * @param byCall what is told of one by a call
     */
    Oracle(List<String> told, String byCall) {
        super("[oracle]");
        this.told = told;
        this.byCall = byCall;
    }

    @Override
    public WaitQueue waitQueue() {
        return queue;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return buffer.put(0, new byte[CALLED], 0, CALLED);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        told.add(byCall);
        return CALLED;
    }

    @Override
    public void readAhead(Task task, OpenFileDescription open, int fd, ReadAhead ahead) {
        ReadAhead.Place place = ahead.place(fd);
        if (place != null) {
            place.offer(LAID_OUT, LAID_OUT, this);
        }
    }

    @Override
    public void written(long address, int length) {
        told.add(BY_ITSELF);
    }

    @Override
    public void taken(int count) {
        assertThat(count).isIn(0, LAID_OUT);
    }
}
