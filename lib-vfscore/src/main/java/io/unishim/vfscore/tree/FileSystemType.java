package io.unishim.vfscore.tree;

import io.unishim.task.Task;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes a file system for {@code mount(2)} and {@code fsopen(2)}. */
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

    /**
     * Looks at one option of its own, for {@code fsconfig(2)}.
     *
     * @param option whose value is null if there is none, and empty if it is neither text nor nothing
     * @return what is wrong with it, each with the type before it; empty if it is good; null if it is not known
     */
    default @Nullable List<String> complaints(MountOptions.Option option) {
        return null;
    }

    /** @return whether all mounts share one file system, which is there already */
    default boolean shared() {
        return false;
    }

    /** @return the type of a file system without options of its own that all mounts share */
    static FileSystemType shared(Supplier<FileSystem> only) {
        return new FileSystemType() {
            @Override
            public @Nullable FileSystem make(Task task, MountOptions options, int flags) {
                return options.unknown() ? null : only.get();
            }

            @Override
            public boolean shared() {
                return true;
            }
        };
    }
}
