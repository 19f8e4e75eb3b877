package io.unishim.vfscore.host;

import static io.unishim.abi.Fcntl.AT_FDCWD;
import static io.unishim.abi.Fcntl.AT_HANDLE_FID;
import static io.unishim.abi.Fcntl.AT_SYMLINK_FOLLOW;
import static io.unishim.abi.Fcntl.AT_SYMLINK_NOFOLLOW;
import static io.unishim.abi.Fcntl.O_APPEND;
import static io.unishim.abi.Fcntl.O_CREAT;
import static io.unishim.abi.Fcntl.O_DIRECTORY;
import static io.unishim.abi.Fcntl.O_NONBLOCK;
import static io.unishim.abi.Fcntl.O_PATH;
import static io.unishim.abi.Fcntl.O_RDONLY;
import static io.unishim.abi.Fcntl.O_RDWR;
import static io.unishim.abi.Fcntl.O_TRUNC;
import static io.unishim.abi.Fcntl.RENAME_EXCHANGE;
import static io.unishim.abi.Mounts.MNT_DETACH;
import static io.unishim.abi.Mounts.MS_BIND;
import static io.unishim.abi.StatModes.S_IFIFO;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.DirectoryCalls;
import io.unishim.linux.DirectoryCallsFamily;
import io.unishim.linux.FileSizeCallsFamily;
import io.unishim.linux.FileTimeCallsFamily;
import io.unishim.linux.HandleCalls;
import io.unishim.linux.HandleCallsFamily;
import io.unishim.linux.IoCalls;
import io.unishim.linux.IoCallsFamily;
import io.unishim.linux.MountCalls;
import io.unishim.linux.MountCallsFamily;
import io.unishim.linux.NameCalls;
import io.unishim.linux.NameCallsFamily;
import io.unishim.linux.OpenCalls;
import io.unishim.linux.OpenCallsFamily;
import io.unishim.linux.PermissionCalls;
import io.unishim.linux.PermissionCallsFamily;
import io.unishim.linux.StatCallsFamily;
import io.unishim.linux.XattrCalls;
import io.unishim.linux.XattrCallsFamily;
import io.unishim.memory.JavaMemory;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserRef;
import io.unishim.memory.UserString;
import io.unishim.struct.Stat;
import io.unishim.task.Task;
import java.util.List;
import java.util.Random;

/** A task that tries every way out of a host's directory: each read is checked for what only lies outside. */
final class Intruder {
    private static final int KINDS = 24;
    private static final int HANDLE_ROOM = 160;

    /** Whatever lies in the way, a FIFO too, which nobody else may ever open. */
    private static final int READ = O_RDONLY | O_NONBLOCK;

    private final Shim shim;
    private final Outside outside;
    private final Random random;
    private final String[] names;
    private final List<Attacker> attackers;
    private final Task task;
    private final OpenCalls opens;
    private final NameCalls files;
    private final DirectoryCalls directories;
    private final IoCalls io;
    private final PermissionCalls permissions;
    private final XattrCalls attributes;
    private final UserRef<Stat> stat = UserRef.room(Stat.LAYOUT);
    private final byte[] bytes = new byte[100];

    Intruder(Shim shim, Outside outside, String[] names, List<Attacker> attackers, Random random) {
        this.shim = shim;
        this.outside = outside;
        this.names = names;
        this.attackers = attackers;
        this.random = random;
        this.task = shim.newProcess("intruder");
        this.opens = shim.calls(OpenCallsFamily.FAMILY);
        this.files = shim.calls(NameCallsFamily.FAMILY);
        this.directories = shim.calls(DirectoryCallsFamily.FAMILY);
        this.io = shim.calls(IoCallsFamily.FAMILY);
        this.attributes = shim.calls(XattrCallsFamily.FAMILY);
        this.permissions = shim.calls(PermissionCallsFamily.FAMILY);
    }

    /** @return how many calls succeeded */
    int run(int steps) {
        int succeeded = 0;
        for (int i = 0; i < steps; i++) {
            UserString path = path();
            int kind = random.nextInt(KINDS);
            succeeded += step(kind, path) >= 0 ? 1 : 0;
            if (random.nextInt(4) == 0) {
                // What is being swapped just then, until the swap falls between two of its steps.
                UserString target = target("");
                for (int end = i + 40; i < end; i++) {
                    succeeded += step(kind, target) >= 0 ? 1 : 0;
                }
            }
            directories.chdir(task, UserString.of("/"));
        }
        return succeeded;
    }

    private long step(int kind, UserString path) {
        return switch (kind) {
            case 0, 1, 2 -> read(opens.open(task, path, READ, 0));
            case 3 -> write(path, random.nextBoolean() ? O_TRUNC : O_APPEND);
            case 4 -> directories.mkdir(task, path, 0700);
            case 5 -> files.unlink(task, path);
            case 6 -> directories.rmdir(task, path);
            case 7, 8 ->
                files.renameat2(task, AT_FDCWD, path, AT_FDCWD, path(), random.nextBoolean() ? 0 : RENAME_EXCHANGE);
            case 9 -> files.symlink(task, UserString.of("../parking"), path);
            case 10 ->
                files.linkat(task, AT_FDCWD, path, AT_FDCWD, path(), random.nextBoolean() ? 0 : AT_SYMLINK_FOLLOW);
            case 11 -> permissions.chmod(task, path, 0711);
            case 12 -> permissions.fchownat(task, AT_FDCWD, path, 0, 0, random.nextInt(2) * AT_SYMLINK_NOFOLLOW);
            case 13 -> shim.calls(FileTimeCallsFamily.FAMILY).utime(task, path, UserRef.none());
            case 14 -> files.mknod(task, path, S_IFIFO | 0600, 0);
            case 15 ->
                attributes.setxattr(task, path, UserString.of("user.own"), UserBuffer.of("own".getBytes(UTF_8)), 0);
            case 16 -> attribute(path);
            case 17 -> shim.calls(FileSizeCallsFamily.FAMILY).truncate(task, path, 1);
            case 18 -> throughDirectory(path);
            case 19 -> bound(path, path());
            case 20 -> byHandle(path);
            case 21 -> list(path);
            case 22 -> readlink(path);
            default -> look(path);
        };
    }

    private long write(UserString path, int flags) {
        long fd = opens.open(task, path, O_CREAT | O_RDWR | O_NONBLOCK | flags, 0600);
        if (fd >= 0) {
            io.write(task, (int) fd, UserBuffer.of("own".getBytes(UTF_8)));
            opens.close(task, (int) fd);
        }
        return fd;
    }

    private long attribute(UserString path) {
        long length = attributes.getxattr(task, path, UserString.of(Outside.ATTRIBUTE), UserBuffer.of(bytes));
        assertThat(length).isNegative();
        return length;
    }

    private long look(UserString path) {
        long found = shim.calls(StatCallsFamily.FAMILY).stat(task, path, stat);
        if (found == 0) {
            assertThat(outside.has(stat.get().ino())).isFalse();
        }
        return random.nextInt(4) == 0 ? directories.chdir(task, path) : found;
    }

    /** Stands in a directory by a descriptor, and goes on from there: by "..", and by the link of /proc to it. */
    private long throughDirectory(UserString path) {
        long directory = opens.open(task, path, O_PATH | O_DIRECTORY, 0);
        if (directory < 0) {
            return directory;
        }
        String up = "../".repeat(random.nextInt(4)) + (random.nextBoolean() ? "parking/b/" : "a/") + "s"
                + names[random.nextInt(names.length)];
        long unused = read(
                random.nextBoolean()
                        ? opens.openat(task, (int) directory, UserString.of(up), READ, 0)
                        : opens.open(task, UserString.of("/proc/self/fd/" + directory + "/" + up), READ, 0));
        return opens.close(task, (int) directory);
    }

    /** Shows a directory at a second place of the shim's, and sometimes takes that back. */
    private long bound(UserString from, UserString to) {
        MountCalls mounts = shim.calls(MountCallsFamily.FAMILY);
        long result = mounts.mount(task, from, to, UserString.none(), MS_BIND, UserString.none());
        return random.nextInt(4) == 0 ? result : mounts.umount2(task, to, MNT_DETACH);
    }

    /** A host's files have handles to compare, and none to open: whatever a program puts in finds nothing. */
    private long byHandle(UserString path) {
        HandleCalls handles = shim.calls(HandleCallsFamily.FAMILY);
        JavaMemory memory = (JavaMemory) task.process().memory();
        long handle = memory.allocate(HANDLE_ROOM);
        try {
            memory.putInt(handle, HANDLE_ROOM - 16);
            long made =
                    handles.name_to_handle_at(task, AT_FDCWD, path, handle, handle + HANDLE_ROOM - 8, AT_HANDLE_FID);
            assertThat(read(handles.open_by_handle_at(task, AT_FDCWD, handle, READ)))
                    .isNegative();
            return made;
        } finally {
            memory.free(handle);
        }
    }

    private long list(UserString path) {
        long fd = opens.open(task, path, O_RDONLY | O_DIRECTORY, 0);
        if (fd < 0) {
            return fd;
        }
        byte[] entries = new byte[4000];
        for (long count; (count = directories.getdents64(task, (int) fd, UserBuffer.of(entries))) > 0; ) {
            assertThat(new String(entries, 0, (int) count, UTF_8)).doesNotContain(Outside.CANARY);
        }
        return opens.close(task, (int) fd);
    }

    private long readlink(UserString path) {
        long length = files.readlink(task, path, UserBuffer.of(bytes));
        if (length > 0) {
            assertThat(new String(bytes, 0, (int) length, UTF_8)).isNotEqualTo(Outside.SECRET);
        }
        return length;
    }

    private long read(long fd) {
        if (fd < 0) {
            return fd;
        }
        long count = io.read(task, (int) fd, UserBuffer.of(bytes));
        if (count > 0) {
            // Nothing in the directory is long; a device is.
            assertThat(count).isLessThan(bytes.length);
            assertThat(new String(bytes, 0, (int) count, UTF_8)).isNotEqualTo(Outside.SECRET);
        }
        return opens.close(task, (int) fd);
    }

    private UserString target(String below) {
        return UserString.of(
                "/" + attackers.get(random.nextInt(attackers.size())).target() + below);
    }

    private UserString path() {
        switch (random.nextInt(10)) {
            case 0 -> {
                return target("/s" + names[random.nextInt(names.length)]);
            }
            case 1 -> {
                return target("/xa/sa");
            }
            case 2 -> {
                return target("/../s" + names[random.nextInt(names.length)]);
            }
            case 3 -> {
                return target("/" + names[random.nextInt(names.length)]);
            }
            default -> {
                return anyPath();
            }
        }
    }

    private UserString anyPath() {
        StringBuilder path = new StringBuilder(random.nextInt(3) == 0 ? "" : "/");
        for (int depth = 1 + random.nextInt(5); depth > 0; depth--) {
            path.append(
                    switch (random.nextInt(20)) {
                        case 0, 1, 2 -> "..";
                        case 3 -> random.nextBoolean() ? "." : "parking";
                        case 4, 5 -> "s" + names[random.nextInt(names.length)];
                        case 6, 7 -> "x" + names[random.nextInt(names.length)];
                        case 8 -> random.nextBoolean() ? "l" : "moved" + random.nextInt(2);
                        default -> names[random.nextInt(names.length)];
                    });
            path.append(depth > 1 || random.nextInt(8) == 0 ? "/" : "");
        }
        return UserString.of(path.toString());
    }
}
