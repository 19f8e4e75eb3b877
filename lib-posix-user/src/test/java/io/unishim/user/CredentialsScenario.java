package io.unishim.user;

import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_3;

import io.unishim.memory.UserInt;
import io.unishim.task.CapabilitySets;
import io.unishim.task.Credentials;
import io.unishim.task.Task;
import java.util.ArrayList;
import java.util.List;

/** Our side of {@code credentials.c}: the same input, the same output. */
final class CredentialsScenario {
    private final Task task = FakeTasks.task(5);
    private final UserIdHandlers users = new UserIdHandlers();
    private final GroupIdHandlers groups = new GroupIdHandlers();
    private final CapabilityHandlers capabilities = new CapabilityHandlers();

    /** @param all the capabilities that root has */
    CredentialsScenario(long all) {
        task.put(Credentials.KEY, Credentials.ROOT.withCapabilities(new CapabilitySets(0, all, all, all, 0)));
    }

    List<String> run(String scenario) {
        List<String> lines = new ArrayList<>();
        scenario.lines().forEach(line -> lines.add(line + ":" + call(line) + state()));
        return lines;
    }

    private String call(String line) {
        String[] words = line.split(" ", -1);
        long[] a = new long[4];
        for (int i = 1; i < words.length; i++) {
            a[i - 1] = Long.parseLong(words[i]);
        }
        if (words[0].equals("capget")) {
            int[] header = {(int) a[0], (int) a[1]};
            long result =
                    capabilities.capget(task, UserInt.of(header), a[2] == 0 ? UserInt.none() : UserInt.of(new int[6]));
            return "version " + Integer.toHexString(header[0]) + "  " + result;
        }
        return " " + (words[0].startsWith("set") ? set(words[0], a) : other(words[0], a));
    }

    private long set(String name, long[] a) {
        int x = (int) a[0];
        int y = (int) a[1];
        int z = (int) a[2];
        return switch (name) {
            case "setuid" -> users.setuid(task, x);
            case "setreuid" -> users.setreuid(task, x, y);
            case "setresuid" -> users.setresuid(task, x, y, z);
            case "setfsuid" -> users.setfsuid(task, x);
            case "setgid" -> groups.setgid(task, x);
            case "setregid" -> groups.setregid(task, x, y);
            case "setresgid" -> groups.setresgid(task, x, y, z);
            case "setfsgid" -> groups.setfsgid(task, x);
            case "setgroups" -> groups.setgroups(task, x, UserInt.of(y, z, (int) a[3]));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private long other(String name, long[] a) {
        return switch (name) {
            case "getgroups" -> groups.getgroups(task, (int) a[0], UserInt.of(new int[8]));
            case "capset" -> capset(a);
            case "securebits" -> {
                task.put(Credentials.KEY, Credentials.of(task).withSecurebits((int) a[0]));
                yield 0;
            }
            default -> throw new IllegalArgumentException(name);
        };
    }

    private long capset(long[] a) {
        UserInt header = UserInt.of(_LINUX_CAPABILITY_VERSION_3, (int) a[3]);
        UserInt data = UserInt.of(
                (int) a[0], (int) a[1], (int) a[2], (int) (a[0] >> 32), (int) (a[1] >> 32), (int) (a[2] >> 32));
        return capabilities.capset(task, header, data);
    }

    private String state() {
        int[] r = new int[1];
        int[] e = new int[1];
        int[] s = new int[1];
        StringBuilder text = new StringBuilder();
        users.getresuid(task, UserInt.of(r), UserInt.of(e), UserInt.of(s));
        text.append(" uid ").append(ids(r[0], e[0], s[0], (int) users.setfsuid(task, -1)));
        groups.getresgid(task, UserInt.of(r), UserInt.of(e), UserInt.of(s));
        text.append(" gid ").append(ids(r[0], e[0], s[0], (int) groups.setfsgid(task, -1)));
        text.append(" groups");
        int[] list = new int[8];
        long count = groups.getgroups(task, 8, UserInt.of(list));
        for (int i = 0; i < count; i++) {
            text.append(' ').append(Integer.toUnsignedString(list[i]));
        }
        int[] d = new int[6];
        capabilities.capget(task, UserInt.of(_LINUX_CAPABILITY_VERSION_3, 0), UserInt.of(d));
        return text + String.format(" caps %x.%x %x.%x %x.%x", d[3], d[0], d[4], d[1], d[5], d[2]);
    }

    private static String ids(int... ids) {
        List<String> all = new ArrayList<>();
        for (int id : ids) {
            all.add(Integer.toUnsignedString(id));
        }
        return String.join(" ", all);
    }
}
