package io.unishim.nio;

import static io.unishim.abi.Limits.XATTR_LIST_MAX;
import static io.unishim.abi.Limits.XATTR_SIZE_MAX;
import static io.unishim.abi.Xattr.XATTR_USER_PREFIX;

import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;

/** Extended attributes of the name space {@code user.}, which the names leave out (man 7 xattr). */
final class UserAttributes implements UserDefinedFileAttributeView {
    private final Kernel kernel;
    private final ShimPath path;
    private final Follow follow;

    UserAttributes(ShimFileSystem files, ShimPath path, Follow follow) {
        this.kernel = files.kernel();
        this.path = path;
        this.follow = follow;
    }

    @Override
    public String name() {
        return "user";
    }

    private UserString file() {
        return UserString.of(path.forCall());
    }

    private static UserString full(String name) {
        return UserString.of(XATTR_USER_PREFIX + name);
    }

    @Override
    public List<String> list() throws IOException {
        byte[] room = new byte[XATTR_LIST_MAX];
        long length = kernel.call(task -> list(task, UserBuffer.of(room)));
        Errors.check(length, "listxattr", path);
        List<String> names = new ArrayList<>();
        for (String each : new String(room, 0, (int) length, StandardCharsets.UTF_8).split("\0", -1)) {
            if (each.startsWith(XATTR_USER_PREFIX)) {
                names.add(each.substring(XATTR_USER_PREFIX.length()));
            }
        }
        return names;
    }

    private long list(Task task, UserBuffer room) {
        return follow == Follow.YES
                ? kernel.attributes.listxattr(task, file(), room)
                : kernel.attributes.llistxattr(task, file(), room);
    }

    private long get(String name, UserBuffer room) throws IOException {
        long length = kernel.call(task -> follow == Follow.YES
                ? kernel.attributes.getxattr(task, file(), full(name), room)
                : kernel.attributes.lgetxattr(task, file(), full(name), room));
        Errors.check(length, "getxattr", path);
        return length;
    }

    @Override
    public int size(String name) throws IOException {
        return (int) get(name, UserBuffer.of(new byte[0]));
    }

    /** @return the whole value */
    byte[] get(String name) throws IOException {
        byte[] room = new byte[XATTR_SIZE_MAX];
        return java.util.Arrays.copyOf(room, (int) get(name, UserBuffer.of(room)));
    }

    @Override
    public int read(String name, ByteBuffer dst) throws IOException {
        if (dst.isReadOnly()) {
            throw new IllegalArgumentException("the buffer is read-only");
        }
        byte[] value = get(name);
        if (value.length > dst.remaining()) {
            throw Errors.of(-io.unishim.abi.Errnos.ERANGE, "getxattr", path);
        }
        dst.put(value);
        return value.length;
    }

    @Override
    public int write(String name, ByteBuffer src) throws IOException {
        int length = src.remaining();
        UserBuffer value = UserBuffer.of(src);
        long result = kernel.call(task -> follow == Follow.YES
                ? kernel.attributes.setxattr(task, file(), full(name), value, 0)
                : kernel.attributes.lsetxattr(task, file(), full(name), value, 0));
        Errors.check(result, "setxattr", path);
        src.position(src.limit());
        return length;
    }

    @Override
    public void delete(String name) throws IOException {
        long result = kernel.call(task -> follow == Follow.YES
                ? kernel.attributes.removexattr(task, file(), full(name))
                : kernel.attributes.lremovexattr(task, file(), full(name)));
        Errors.check(result, "removexattr", path);
    }
}
