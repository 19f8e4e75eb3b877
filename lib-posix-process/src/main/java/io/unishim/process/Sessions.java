package io.unishim.process;

import static io.unishim.abi.Signals.SIG_IGN;
import static io.unishim.abi.Signals.bit;

import io.unishim.Shim;
import io.unishim.struct.SigInfo;
import io.unishim.task.Credentials;
import io.unishim.task.JobControl;
import io.unishim.task.Process;
import io.unishim.task.Task;

/** Groups and sessions as terminals see them. */
final class Sessions implements JobControl {
    private final Shim shim;
    private final SignalSender sender;

    Sessions(Shim shim, SignalSender sender) {
        this.shim = shim;
        this.sender = sender;
    }

    @Override
    public int group(Process process) {
        return Membership.of(process).group;
    }

    @Override
    public int session(Process process) {
        return Membership.of(process).session;
    }

    @Override
    public boolean leadsSession(Process process) {
        return Membership.of(process).session == process.pid();
    }

    @Override
    public int sessionOf(int group) {
        for (Process each : shim.tasks().processes()) {
            Membership member = each.stateOrNull(Membership.KEY);
            if (member != null && member.group == group) {
                return member.session;
            }
        }
        Process process = shim.tasks().process(group);
        return process == null ? 0 : Membership.of(process).session;
    }

    @Override
    public boolean orphaned(Process process) {
        return Membership.orphaned(process);
    }

    @Override
    public boolean ignores(Task task, int signal) {
        ProcessSignals all = ProcessSignals.of(task);
        all.lock.lock();
        try {
            return (TaskSignals.of(task).mask & bit(signal)) != 0 || all.actions[signal].handler() == SIG_IGN;
        } finally {
            all.lock.unlock();
        }
    }

    @Override
    public void signalGroup(int group, int signal, SigInfo info) {
        for (Process each : shim.tasks().processes()) {
            Membership member = each.stateOrNull(Membership.KEY);
            if (member != null && member.group == group) {
                sender.send(each, signal, info);
            }
        }
    }

    @Override
    public boolean maySignal(Process target, int uid, int euid) {
        for (Task first : target.tasks()) {
            Credentials theirs = Credentials.of(first);
            int real = theirs.uid();
            int saved = theirs.users().saved();
            return euid == 0 || euid == real || euid == saved || uid == real || uid == saved;
        }
        return false;
    }
}
