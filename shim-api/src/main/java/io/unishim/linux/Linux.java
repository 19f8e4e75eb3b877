package io.unishim.linux;

import io.unishim.Shim;
import io.unishim.call.View;
import io.unishim.task.Task;

/**
 * Linux's calls as Java methods: natural results, records for structures, and {@link io.unishim.call.ErrnoException} for
 * errors. Every method is one call of the family that declares it; a call that the shim does not have fails with ENOSYS.
 */
public interface Linux
        extends AioCallsView,
                View,
                BarrierCallsView,
                CapabilityCallsView,
                ClockCallsView,
                CopyCallsView,
                DescriptorCallsView,
                DirectoryCallsView,
                EpollCallsView,
                EventfdCallsView,
                ExitCallsView,
                FileAttributeCallsView,
                FileSizeCallsView,
                FileTimeCallsView,
                FilterCallsView,
                FsContextCallsView,
                Futex2CallsView,
                FutexCallsView,
                GroupCallsView,
                GroupIdCallsView,
                HandleCallsView,
                IdentityCallsView,
                InotifyCallsView,
                IoCallsView,
                KillCallsView,
                LimitCallsView,
                MemoryCallsView,
                MemoryLockCallsView,
                MemoryPolicyCallsView,
                MessageCallsView,
                MessageQueueCallsView,
                MountCallsView,
                MountInfoCallsView,
                MountTreeCallsView,
                MqueueCallsView,
                NameCallsView,
                OpenCallsView,
                OtherProcessCallsView,
                PermissionCallsView,
                PidfdCallsView,
                PipeCallsView,
                PollCallsView,
                PositionedIoCallsView,
                ProgramCallsView,
                QuotaCallsView,
                SchedulingAttributeCallsView,
                SchedulingCallsView,
                SemaphoreCallsView,
                SharedMemoryCallsView,
                SignalCallsView,
                SignalfdCallsView,
                SocketCallsView,
                SpliceCallsView,
                StatCallsView,
                SystemCallsView,
                TerminalCallsView,
                ThreadCallsView,
                TimerCallsView,
                TimerfdCallsView,
                UserIdCallsView,
                XattrAtCallsView,
                XattrCallsView {
    /** @return the view for a task; for one thread at a time */
    static Linux of(Shim shim, Task task) {
        record OfTask(Shim shim, Task task) implements Linux {}
        return new OfTask(shim, task);
    }
}
