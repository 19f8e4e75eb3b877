package io.unishim.vfscore.tree;

import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Makes a file system for {@code mount(2)}. */
@FunctionalInterface
public interface FileSystemType {
    /**
     * Makes one, or gives the one that all mounts share.
     *
     * @param task that mounts it
     * @param options its own ones are to be read
     * @param flags of a new one: {@link FileSystem#flags()}
     * @return the file system, or null for an option that it does not know or a bad value: {@code -EINVAL}
     */
    @Nullable
    FileSystem make(Task task, MountOptions options, int flags);
}
