package io.unishim.process;

import static io.unishim.abi.Personality.PER_LINUX32;
import static io.unishim.abi.Personality.PER_MASK;
import static io.unishim.abi.Personality.UNAME26;

import io.unishim.struct.UtsName;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code uname(2)} tells of a shim. */
final class SystemNames {
    private static final String VERSION = "#1 SMP PREEMPT_DYNAMIC";

    private final String release;
    private volatile String host;
    private volatile String domain = "(none)";

    SystemNames(String host, String release) {
        this.host = host;
        this.release = release;
    }

    UtsName all() {
        return new UtsName("Linux", host, release, VERSION, "x86_64", domain);
    }

    /** What a task of an execution domain is told (man 2 personality). */
    UtsName seenBy(int personality) {
        UtsName all = all();
        boolean old = (personality & UNAME26) != 0;
        boolean narrow = (personality & PER_MASK) == PER_LINUX32;
        return old || narrow
                ? new UtsName(
                        all.sysname(),
                        all.nodename(),
                        old ? asOf26(release) : release,
                        all.version(),
                        narrow ? "i686" : all.machine(),
                        all.domainname())
                : all;
    }

    /** As Linux makes 2.6.78-x of 6.18.0-x: 60 and the second number, and what follows the three. */
    private static String asOf26(String release) {
        Matcher numbers = Pattern.compile("\\d+\\.(\\d+)(?:\\.\\d+)?(.*)").matcher(release);
        return numbers.matches() ? "2.6." + (60 + Integer.parseInt(numbers.group(1))) + numbers.group(2) : release;
    }

    void host(String name) {
        host = name;
    }

    void domain(String name) {
        domain = name;
    }
}
