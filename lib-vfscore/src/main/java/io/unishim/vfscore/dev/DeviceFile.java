package io.unishim.vfscore.dev;

import io.unishim.file.OpenFileDescription;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import io.unishim.vfscore.tree.InodeFile;
import io.unishim.vfscore.tree.VfsPath;

/** An open character device without positions of its own. */
final class DeviceFile extends InodeFile {
    /** What a device does. */
    interface Device {
        /** @return bytes read */
        long read(Task task, UserBuffer buffer);

        /** @return bytes written */
        long write(Task task, UserBuffer buffer);

        /** @return whether {@code mmap(2)} maps zeros of it: /dev/zero */
        default boolean mapsZeros() {
            return false;
        }
    }

    private final Device device;

    DeviceFile(Device device, VfsPath path) {
        super(path);
        this.device = device;
    }

    @Override
    public long read(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return device.read(task, buffer);
    }

    @Override
    public long write(Task task, OpenFileDescription open, UserBuffer buffer, long position) {
        return device.write(task, buffer);
    }

    @Override
    public boolean seekable() {
        return true;
    }

    /** Succeeds and stays at 0, as the kernel's null_lseek. */
    @Override
    public long seek(Task task, OpenFileDescription open, long offset, int whence) {
        return 0;
    }

    @Override
    public long mappable(boolean shared, boolean writable) {
        return device.mapsZeros() ? 0 : super.mappable(shared, writable);
    }

    @Override
    public boolean mapsZeros() {
        return device.mapsZeros();
    }
}
