package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.file.NetworkFiles;
import io.unishim.task.Task;

/** What {@code /proc/sys/net} tells, and nobody can change. */
record FixedSetting(String text) implements NetworkFiles.Setting {
    @Override
    public int permissions() {
        return 0644;
    }

    @Override
    public long store(Task writer, String written) {
        return written.equals(text) ? 0 : -EINVAL;
    }
}
