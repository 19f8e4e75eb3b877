package io.unishim.net;

import static io.unishim.abi.Errnos.EINVAL;

import io.unishim.file.NetworkFiles;
import io.unishim.task.Task;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** One or several numbers of {@code /proc/sys/net} that can be changed, and hold from then on. */
final class NetSetting implements NetworkFiles.Setting {
    /** As the kernel's proc_dointvec reads a number: decimal, octal or hexadecimal, and what follows after white space. */
    private static final String NUMBER = "(-?)(0[xX][0-9a-fA-F]{1,8}|0[0-7]{0,11}|[1-9][0-9]{0,9})(?:\\s+|$)";

    private final NetSettings all;
    private final long least;
    private final long most;
    private volatile long[] values;

    NetSetting(NetSettings all, long least, long most, long... values) {
        this.all = all;
        this.least = least;
        this.most = most;
        this.values = values;
    }

    /** @return the only one, or the first */
    int value() {
        return (int) values[0];
    }

    long at(int index) {
        return values[index];
    }

    @Override
    public String text() {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining("\t"));
    }

    @Override
    public int permissions() {
        return 0644;
    }

    @Override
    public long store(Task writer, String text) {
        long[] wanted = values.clone();
        Matcher numbers = Pattern.compile(NUMBER).matcher(text);
        int at = 0;
        for (int i = 0; i < wanted.length && at < text.length(); i++) {
            if (!numbers.region(at, text.length()).lookingAt()) {
                return -EINVAL;
            }
            long size = Long.decode(numbers.group(2));
            wanted[i] = numbers.group(1).isEmpty() ? size : -size;
            if (wanted[i] < least || wanted[i] > most) {
                return -EINVAL;
            }
            at = numbers.end();
        }
        long[] taken = all.accepted(this, wanted);
        if (taken.length == 0) {
            return -EINVAL;
        }
        values = taken;
        return 0;
    }
}
