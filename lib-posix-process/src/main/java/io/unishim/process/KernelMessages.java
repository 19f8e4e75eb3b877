package io.unishim.process;

import static io.unishim.abi.Capabilities.CAP_SYSLOG;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.EPERM;

import io.unishim.task.Credentials;
import io.unishim.task.Task;

/** The kernel's log, which is empty; only who has CAP_SYSLOG may look (kernel.dmesg_restrict). */
final class KernelMessages {
    private static final int SYSLOG_ACTION_READ = 2;
    private static final int SYSLOG_ACTION_READ_CLEAR = 4;
    private static final int SYSLOG_ACTION_CONSOLE_LEVEL = 8;
    private static final int SYSLOG_ACTION_SIZE_BUFFER = 10;
    private static final int LEAST_LEVEL = 1;
    private static final int MOST_LEVEL = 8;
    private static final int SIZE = 1 << 17;

    private KernelMessages() {}

    static long syslog(Task task, int type, long buffer, int length) {
        if (!Credentials.of(task).hasCapability(CAP_SYSLOG)) {
            return -EPERM;
        }
        if (type >= SYSLOG_ACTION_READ && type <= SYSLOG_ACTION_READ_CLEAR) {
            return buffer == 0 || length < 0 ? -EINVAL : 0;
        }
        if (type == SYSLOG_ACTION_CONSOLE_LEVEL) {
            return length < LEAST_LEVEL || length > MOST_LEVEL ? -EINVAL : 0;
        }
        return type < 0 || type > SYSLOG_ACTION_SIZE_BUFFER ? -EINVAL : type == SYSLOG_ACTION_SIZE_BUFFER ? SIZE : 0;
    }
}
