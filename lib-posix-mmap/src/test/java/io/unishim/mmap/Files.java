package io.unishim.mmap;

import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_WRONLY;

import io.unishim.abi.Syscall;
import io.unishim.file.Descriptors;
import io.unishim.file.FileOperations;
import io.unishim.file.OpenFileDescription;
import io.unishim.host.HostCalls;
import io.unishim.memory.OffHeap;
import io.unishim.memory.UserBuffer;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The descriptors that {@code mappings.c} opens: a file of 10,000 bytes, three pages, and a pipe. */
final class Files {
    static final int RW = 100;
    static final int RO = 101;
    static final int WO = 102;
    static final int PATH = 103;
    static final int PIPE = 104;

    final Map<Integer, OpenFileDescription> open = new HashMap<>();
    final AtomicInteger released = new AtomicInteger();

    /** How many files tell when they are released. */
    final int expected = 4;

    /** A file whose content only Java has. */
    static Files inMemory() {
        Files files = new Files();
        byte[] content = content();
        files.put(RW, files.new Memory(content), O_RDWR);
        files.put(RO, files.new Memory(content), O_RDONLY);
        files.put(WO, files.new Memory(content), O_WRONLY);
        files.put(PATH, files.new Memory(content), O_PATH);
        files.put(PIPE, new NotMappable(), O_RDWR);
        return files;
    }

    /** The same content in a file of the host's. */
    static Files onHost(Path directory) throws java.io.IOException {
        Path path = directory.resolve("content");
        java.nio.file.Files.write(path, content());
        Files files = new Files();
        files.put(RW, files.new OnHost(path, O_RDWR), O_RDWR);
        files.put(RO, files.new OnHost(path, O_RDONLY), O_RDONLY);
        files.put(WO, files.new OnHost(path, O_WRONLY), O_WRONLY);
        files.put(PATH, files.new OnHost(path, O_RDONLY), O_PATH);
        files.put(PIPE, new NotMappable(), O_RDWR);
        return files;
    }

    static byte[] content() {
        byte[] content = new byte[10_000];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + i / 4096);
        }
        return content;
    }

    private void put(int fd, FileOperations file, int flags) {
        open.put(fd, new OpenFileDescription(file, flags));
    }

    /** The table, of which this library only looks up. */
    Descriptors table() {
        return (Descriptors) Proxy.newProxyInstance(
                Files.class.getClassLoader(), new Class<?>[] {Descriptors.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("get")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    return open.get((Integer) arguments[0]);
                });
    }

    /** A file that the host has and refuses to map: behind the descriptor is a directory. */
    OpenFileDescription unmappableOnHost() {
        OnHost directory = new OnHost(Path.of("/"), O_RDONLY);
        Memory content = new Memory(content());
        OpenFileDescription made = new OpenFileDescription(
                new Regular() {
                    @Override
                    public int hostDescriptor() {
                        return directory.hostDescriptor();
                    }

                    @Override
                    public long read(Task task, OpenFileDescription own, UserBuffer buffer, long position) {
                        return content.read(task, own, buffer, position);
                    }
                },
                O_RDONLY);
        open.put(-1, made);
        return made;
    }

    /** Closes all. */
    void close() {
        open.values().forEach(OpenFileDescription::release);
        open.clear();
    }

    private abstract class Regular extends FileOperations {
        @Override
        public Stat stat(Task task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String link() {
            return "/content";
        }

        @Override
        public long mappable(boolean shared, boolean writable) {
            return 0;
        }

        @Override
        public void released(OpenFileDescription description) {
            released.incrementAndGet();
        }
    }

    /** Reads in small steps, to see that they are put together. */
    final class Memory extends Regular {
        final byte[] content;

        Memory(byte[] content) {
            this.content = content;
        }

        @Override
        public long read(Task task, OpenFileDescription description, UserBuffer buffer, long position) {
            int count = (int) Math.max(0, Math.min(Math.min(buffer.length(), 3_000), content.length - position));
            return count == 0 ? 0 : buffer.put(0, content, (int) position, count);
        }
    }

    private final class OnHost extends Regular {
        private final int descriptor;

        OnHost(Path path, int flags) {
            byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
            OffHeap bytes = OffHeap.allocate(name.length + 1);
            bytes.put(0, name, 0, name.length);
            descriptor = (int) HostCalls.call(Syscall.OPEN.number(), bytes.address(), flags, 0);
        }

        @Override
        public int hostDescriptor() {
            return descriptor;
        }

        @Override
        public void released(OpenFileDescription description) {
            super.released(description);
            HostCalls.call(Syscall.CLOSE.number(), descriptor, 0, 0);
        }
    }

    private static final class NotMappable extends FileOperations {
        @Override
        public Stat stat(Task task) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String link() {
            return "pipe:[1]";
        }
    }
}
