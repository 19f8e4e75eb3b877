package io.unishim.vfscore.twin;

import java.util.Random;

/** Makes scripts of calls that get in each other's way: few names, few descriptors, small offsets. */
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
        "O_CREAT|O_NOFOLLOW|O_RDWR"
    };

    private final Random random;

    RandomCalls(Random random) {
        this.random = random;
    }

    String script(int steps) {
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 10; i++) {
            script.append(i).append("= open s:start").append(i).append(" O_CREAT|O_RDWR 0644\n");
        }
        for (int i = 0; i < steps; i++) {
            script.append(line()).append('\n');
        }
        return script.toString();
    }

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

    private String fd() {
        return "$" + upTo(10);
    }

    private String line() {
        String mode = of("0644", "0755", "0600", "01777");
        long at = upTo(4) == 0 ? upTo(300_000) : upTo(9_000);
        return switch (upTo(30)) {
            case 0, 1, 2 -> {
                int slot = upTo(10);
                yield "close $" + slot + "\n" + slot + "= open " + path() + " " + of(OPEN) + " " + mode;
            }
            case 3, 4 -> "mkdir " + path() + " " + mode;
            case 5 -> "rmdir " + path();
            case 6, 7 -> "unlink " + path();
            case 8, 9, 10 -> "rename " + path() + " " + path();
            case 11 ->
                "renameat2 AT_FDCWD " + path() + " AT_FDCWD " + path() + " "
                        + of("RENAME_EXCHANGE", "RENAME_NOREPLACE");
            case 12 -> "link " + path() + " " + path();
            case 13 -> "symlink " + path() + " " + path();
            case 14, 15 -> "stat " + path() + " S:";
            case 16 -> "lstat " + path() + " S:";
            case 17, 18 -> "fstat " + fd() + " S:";
            case 19, 20 -> "pwrite64 " + fd() + " w:" + of("hello", "x", "0123456789") + " " + of("1", "0") + " " + at;
            case 21 -> "write " + fd() + " w:abcdef 6";
            case 22 -> "pread64 " + fd() + " b:64 64 " + at;
            case 23 -> "read " + fd() + " b:50 50";
            case 24 -> "ftruncate " + fd() + " " + at;
            case 25 -> "lseek " + fd() + " " + at + " " + of("SEEK_SET", "SEEK_DATA", "SEEK_HOLE");
            case 26 ->
                "fallocate " + fd() + " " + of("0", "FALLOC_FL_KEEP_SIZE|FALLOC_FL_PUNCH_HOLE") + " " + at + " "
                        + (1 + upTo(70_000));
            case 27 -> "mknod " + path() + " S_IFSOCK|0644 0";
            case 28 -> "chmod " + path() + " " + mode;
            default ->
                "copy_file_range " + fd() + " L:" + at + " " + fd() + " L:" + upTo(9000) + " " + upTo(9000) + " 0";
        };
    }
}
