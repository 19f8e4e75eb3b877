package io.unishim.process;

import io.unishim.struct.UtsName;

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

    void host(String name) {
        host = name;
    }

    void domain(String name) {
        domain = name;
    }
}
