package io.unishim.vfscore.twin;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Makes scripts of calls that get in each other's way: few names, few descriptors, small offsets, three users. Each kind of
 * call in {@link #kinds} is as likely as the others.
 */
final class RandomCalls {
    private static final String[] NAMES = {"a", "b", "c", "d"};
    private static final String[] OPEN = {
        "O_RDWR",
        "O_RDONLY",
        "O_CREAT|O_RDWR",
        "O_CREAT|O_EXCL|O_RDWR",
        "O_CREAT|O_RDWR|O_TRUNC",
        "O_WRONLY|O_APPEND",
        "O_DIRECTORY",
        "O_PATH",
        "O_CREAT|O_NOFOLLOW|O_RDWR",
        "O_TMPFILE|O_RDWR"
    };

    /** Descriptors 0 to 9 of the script are files and change, what follows never does: two pipes, a counter, two epolls. */
    private static final int SLOTS = 10;

    private static final int FIRST = 3;
    private static final int PIPE = FIRST + SLOTS;
    private static final int COUNTER = PIPE + 4;
    private static final int EPOLL = COUNTER + 1;

    private final Random random;
    private final List<Supplier<String>> kinds = List.of(
            this::opens,
            this::names,
            this::removals,
            this::renames,
            this::looks,
            this::positions,
            this::writes,
            this::reads,
            this::sizes,
            this::copies,
            this::pipes,
            this::locks,
            this::readiness,
            this::permissions,
            this::lists,
            this::attributes,
            this::descriptors,
            this::places,
            this::handles);

    RandomCalls(Random random) {
        this.random = random;
    }

    String script(int steps) {
        List<String> script = new ArrayList<>(List.of("chmod s:/ 0777"));
        for (int i = 0; i < SLOTS; i++) {
            script.add(i + "= open s:start" + i + " O_CREAT|O_RDWR 0666");
        }
        script.add("pipe2 F:0 O_NONBLOCK");
        script.add("pipe2 F:0 O_NONBLOCK");
        script.add("eventfd2 0 O_NONBLOCK");
        script.add("epoll_create1 0");
        script.add("epoll_create1 0");
        for (int i = 0; i < steps; i++) {
            script.add(kinds.get(upTo(kinds.size())).get());
        }
        return String.join("\n", script);
    }

    // Choices.

    private int upTo(int bound) {
        return random.nextInt(bound);
    }

    private String of(String... all) {
        return all[upTo(all.length)];
    }

    private String path() {
        StringBuilder path = new StringBuilder(upTo(8) == 0 ? "s:/" : "s:");
        int depth = 1 + upTo(3);
        for (int i = 0; i < depth; i++) {
            path.append(i == 0 ? "" : "/").append(upTo(12) == 0 ? of(".", "..") : of(NAMES));
        }
        return path.append(upTo(15) == 0 ? "/" : "").toString();
    }

    private int slot() {
        return upTo(SLOTS);
    }

    private String fd() {
        return "$" + slot();
    }

    private String directory() {
        return upTo(3) == 0 ? fd() : "AT_FDCWD";
    }

    private String mode() {
        return of("0644", "0755", "0600", "01777", "0777", "06755", "0", "02775", "0111");
    }

    private long at() {
        return upTo(4) == 0 ? upTo(300_000) : upTo(9_000);
    }

    private String words() {
        return of("hello", "x", "0123456789", "abcdef");
    }

    private static String hex(int bytes, Object... fields) {
        ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (Object field : fields) {
            if (field instanceof Long word) {
                all.putLong(word);
            } else if (field instanceof Integer word) {
                all.putInt(word);
            } else if (field instanceof Short word) {
                all.putShort(word);
            }
        }
        return HexFormat.of().formatHex(all.array());
    }

    // Kinds of calls. Opening never waits: what has a name may be a FIFO.

    private String opens() {
        int slot = slot();
        String close = upTo(3) == 0 ? "" : "close $" + slot + "\n";
        String into = close + slot + "= ";
        if (upTo(5) == 0) {
            String how = of("0", "0x1", "0x4", "0x8", "0x10");
            String flags = of("0x800", "0x802", "0x842", "0x10800", "0x200800");
            long creates = flags.equals("0x842") ? 0644L : 0;
            return into + "openat2 " + directory() + " " + path() + " x:"
                    + hex(24, Long.decode(flags), creates, Long.decode(how)) + " 24";
        }
        return into + "openat " + directory() + " " + path() + " " + of(OPEN) + "|O_NONBLOCK " + mode();
    }

    private String names() {
        return switch (upTo(8)) {
            case 0, 1 -> "mkdirat " + directory() + " " + path() + " " + mode();
            case 2 -> "symlinkat " + path() + " " + directory() + " " + path();
            case 3 -> "mknodat " + directory() + " " + path() + " " + of("S_IFSOCK", "S_IFIFO", "S_IFREG") + "|0644 0";
            case 4 -> "user 0 0\nlinkat " + fd() + " s: " + directory() + " " + path() + " AT_EMPTY_PATH";
            default ->
                "linkat " + directory() + " " + path() + " " + directory() + " " + path() + " "
                        + of("0", "AT_SYMLINK_FOLLOW");
        };
    }

    private String removals() {
        return "unlinkat " + directory() + " " + path() + " " + of("0", "0", "AT_REMOVEDIR");
    }

    private String renames() {
        return "renameat2 " + directory() + " " + path() + " " + directory() + " " + path() + " "
                + of("0", "0", "0", "RENAME_EXCHANGE", "RENAME_NOREPLACE", "RENAME_WHITEOUT");
    }

    private String looks() {
        return switch (upTo(6)) {
            case 0 -> "fstat " + fd() + " S:";
            case 1 -> "newfstatat " + directory() + " " + path() + " S: " + of("0", "AT_SYMLINK_NOFOLLOW");
            case 2 -> "readlinkat " + directory() + " " + path() + " b:40 40";
            case 3 -> listing(fd());
            case 4 -> "newfstatat " + fd() + " s: S: AT_EMPTY_PATH";
            default ->
                "faccessat2 " + directory() + " " + path() + " " + of("R_OK", "W_OK", "X_OK", "R_OK|W_OK") + " "
                        + of("0", "AT_EACCESS");
        };
    }

    /** Positions in a directory are the file system's own affair. */
    private static String listing(String fd) {
        return "lseek " + fd + " 0 SEEK_SET\ngetdents64 " + fd + " D:2000 2000\nlseek " + fd + " 0 SEEK_SET";
    }

    private String positions() {
        return "lseek " + fd() + " " + at() + " "
                + of("SEEK_SET", "SEEK_DATA", "SEEK_HOLE", "SEEK_CUR", "SEEK_END", "SEEK_SET");
    }

    private String writes() {
        return switch (upTo(5)) {
            case 0, 1 -> "pwrite64 " + fd() + " w:" + words() + " " + of("1", "0") + " " + at();
            case 2 -> "write " + fd() + " w:abcdef 6";
            case 3 -> "writev " + fd() + " u:" + words() + "," + words() + " 2";
            default -> "pwritev2 " + fd() + " u:" + words() + " 1 " + at() + " 0 " + of("0", "0x10", "0x2");
        };
    }

    private String reads() {
        return switch (upTo(4)) {
            case 0 -> "pread64 " + fd() + " b:64 64 " + at();
            case 1 -> "read " + fd() + " b:50 50";
            case 2 -> "readv " + fd() + " v:5,9 2";
            default -> "preadv " + fd() + " v:7,30 2 " + at() + " 0";
        };
    }

    private String sizes() {
        return switch (upTo(5)) {
            case 0 -> "ftruncate " + fd() + " " + at();
            case 1 -> "truncate " + path() + " " + at();
            default ->
                "fallocate " + fd() + " "
                        + of(
                                "0",
                                "FALLOC_FL_KEEP_SIZE",
                                "FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE",
                                "FALLOC_FL_ZERO_RANGE")
                        + " " + at() + " " + (1 + upTo(70_000));
        };
    }

    /**
     * From the first bytes of a file to bytes beyond those. In Linux the pages of the one are on their way while the other is
     * written: where both are the same bytes of one file, what arrives depends on the direction in which the processor copies.
     */
    private String copies() {
        if (upTo(2) == 0) {
            return "copy_file_range " + fd() + " " + (upTo(2) == 0 ? "0" : "L:" + at()) + " " + fd() + " L:"
                    + upTo(9000) + " " + upTo(9000) + " 0";
        }
        String from = fd();
        String to = fd();
        String apart = "lseek " + to + " 20000 SEEK_SET\n";
        return upTo(2) == 0
                ? apart + "sendfile " + to + " " + from + " L:" + upTo(9000) + " " + upTo(9000)
                : "lseek " + from + " " + upTo(9000) + " SEEK_SET\n" + apart + "sendfile " + to + " " + from + " 0 "
                        + upTo(9000);
    }

    private String pipes() {
        int out = PIPE + 2 * upTo(2);
        int in = out + 1;
        int other = PIPE + 2 * upTo(2) + 1;
        return switch (upTo(8)) {
            case 0 -> "write " + in + " w:" + words() + " 1";
            case 1 -> "read " + out + " b:100 100";
            case 2 -> drained("splice " + fd() + " L:" + at() + " ", " 0 " + upTo(9000) + " SPLICE_F_NONBLOCK");
            case 3 -> "splice " + out + " 0 " + fd() + " L:" + at() + " " + upTo(9000) + " SPLICE_F_NONBLOCK";
            case 4 -> "splice " + out + " 0 " + other + " 0 " + upTo(9000) + " SPLICE_F_NONBLOCK";
            case 5 -> "tee " + out + " " + other + " " + upTo(9000) + " SPLICE_F_NONBLOCK";
            case 6 -> drained("sendfile ", " " + fd() + " L:" + at() + " " + upTo(9000));
            default -> "ioctl " + out + " FIONREAD h:00000000";
        };
    }

    /** In Linux a pipe holds pages of the file, and what is written there later shows: so they do not stay in it. */
    private static String drained(String before, String after) {
        return before + (PIPE + 1) + after + "\nread " + PIPE + " b:99999 99999";
    }

    private String locks() {
        if (upTo(3) == 0) {
            return "flock " + fd() + " " + of("LOCK_SH|LOCK_NB", "LOCK_EX|LOCK_NB", "LOCK_UN");
        }
        short type = (short) upTo(3);
        short whence = (short) upTo(3);
        long length = upTo(3) == 0 ? 0 : upTo(40) - 10;
        String range = hex(24, type, whence, 0, (long) upTo(60), length);
        // What follows the 24 bytes is the process, which differs and is not shown.
        return "fcntl " + fd() + " " + of("F_SETLK", "F_OFD_SETLK", "F_OFD_SETLK", "F_GETLK", "F_OFD_GETLK") + " h:"
                + range;
    }

    private String readiness() {
        int epoll = EPOLL + upTo(2);
        String event = " x:" + hex(12, random.nextInt() & 0x5 | upTo(3) << 30, upTo(1000), 0);
        String target = upTo(3) == 0 ? fd() : String.valueOf(PIPE + upTo(EPOLL + 2 - PIPE));
        return switch (upTo(8)) {
            case 0, 1, 2 ->
                "epoll_ctl " + epoll + " " + of("EPOLL_CTL_ADD", "EPOLL_CTL_MOD", "EPOLL_CTL_DEL", "EPOLL_CTL_ADD")
                        + " " + target + event;
            case 3, 4, 5 -> "epoll_wait " + epoll + " h:" + hex(48) + " " + (1 + upTo(4)) + " 0";
            case 6 -> "write " + COUNTER + " x:" + hex(8, (long) 1 + upTo(3)) + " 8";
            default -> "read " + COUNTER + " b:8 8";
        };
    }

    private String permissions() {
        return switch (upTo(9)) {
            case 0, 1 -> "user " + of("0 0", "0 0", "1000 1000", "1001 1000");
            case 2, 3 -> "fchmodat " + directory() + " " + path() + " " + mode();
            case 4 -> "fchmod " + fd() + " " + mode();
            case 5, 6 ->
                "fchownat " + directory() + " " + path() + " " + of("-1", "0", "1000", "1001") + " "
                        + of("-1", "0", "1000") + " " + of("0", "AT_SYMLINK_NOFOLLOW");
            case 7 -> "umask " + of("0", "022", "077", "0027");
            default -> "ioctl " + fd() + " FS_IOC_SETFLAGS x:" + hex(4, upTo(4) == 0 ? 1 << 4 + upTo(4) : 0);
        };
    }

    private String lists() {
        String name = "s:system.posix_acl_" + of("access", "access", "default");
        short owner = (short) upTo(8);
        short group = (short) upTo(8);
        short mask = (short) upTo(8);
        String value = hex(
                44,
                2,
                (short) 1,
                owner,
                -1,
                (short) 2,
                (short) upTo(8),
                1000,
                (short) 4,
                group,
                -1,
                (short) 16,
                mask,
                -1,
                (short) 32,
                (short) upTo(8),
                -1);
        return switch (upTo(4)) {
            case 0, 1 -> "setxattr " + path() + " " + name + " x:" + value + " 44 0";
            case 2 -> "removexattr " + path() + " " + name;
            default -> "getxattr " + path() + " " + name + " h:" + hex(60) + " 60";
        };
    }

    private String attributes() {
        String name = "s:" + of("user.a", "user.b", "user.c", "trusted.t", "security.s");
        return switch (upTo(6)) {
            case 0, 1 ->
                "setxattr " + path() + " " + name + " w:" + words() + " 1 " + of("0", "XATTR_CREATE", "XATTR_REPLACE");
            case 2 -> "fsetxattr " + fd() + " " + name + " w:" + words() + " 1 0";
            case 3 -> "lgetxattr " + path() + " " + name + " b:20 20";
            case 4 -> "fremovexattr " + fd() + " " + name;
            default -> "listxattr " + path() + " b:200 200";
        };
    }

    private String descriptors() {
        int slot = slot();
        return switch (upTo(7)) {
            case 6 -> "fcntl " + fd() + " F_CREATED_QUERY 0";
            case 0 -> "close $" + slot + "\n" + slot + "= dup " + fd();
            case 1 -> "dup2 " + fd() + " " + fd();
            case 2 -> "fcntl " + fd() + " F_GETFL";
            // Always so that nothing waits: what has a name may be a FIFO, of which a read would wait for a writer for
            // ever.
            case 3 -> "fcntl " + fd() + " F_SETFL " + of("O_NONBLOCK", "O_APPEND|O_NONBLOCK", "0x40800", "0x40c00");
            case 4 -> "fcntl " + fd() + " F_DUPFD_QUERY " + fd();
            default -> "utimensat " + directory() + " " + path() + " L:" + upTo(9) + ",5," + upTo(9) + ",7 0";
        };
    }

    private String places() {
        return switch (upTo(5)) {
            case 0 -> "chdir " + path();
            case 1 -> "fchdir " + fd();
            case 2 -> "chdir s:/";
            case 3 -> "fsync " + fd();
            default -> "getcwd b:100 100";
        };
    }

    /** Used at once: in Linux a removed directory lives on, and is found, as long as a file that was in it is open. */
    private String handles() {
        int slot = slot();
        boolean byPath = upTo(2) == 0;
        // Of zeros first: where there is no such file, the handle before would be opened.
        String handle = "@0:" + hex(40, 128, 0) + " x:" + hex(8);
        String made = byPath
                ? "name_to_handle_at AT_FDCWD " + path() + " " + handle + " 0"
                : "name_to_handle_at " + fd() + " s: " + handle + " AT_EMPTY_PATH";
        return "close $" + slot + "\n" + made + "\n" + slot + "= open_by_handle_at AT_FDCWD @0 "
                + of("O_RDWR", "O_RDONLY", "O_PATH") + "|O_NONBLOCK";
    }
}
