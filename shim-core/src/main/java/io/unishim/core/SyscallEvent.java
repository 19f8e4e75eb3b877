package io.unishim.core;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One call, for JDK Flight Recorder. Its time and duration are the event's own. */
@Name("io.unishim.Syscall")
@Label("System call")
@Description("A system call that a shim served")
@Category("Unishim")
@StackTrace(false)
final class SyscallEvent extends Event {
    @Label("Call")
    String call = "";

    @Label("Process")
    int pid;

    @Label("Task")
    int tid;

    @Label("Result")
    @Description("A value, or a negative errno")
    long result;
}
