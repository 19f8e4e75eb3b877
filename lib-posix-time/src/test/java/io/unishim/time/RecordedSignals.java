package io.unishim.time;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.struct.SigInfo;
import io.unishim.task.Process;
import io.unishim.task.Signalling;
import io.unishim.task.Task;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

/** A library that keeps the signals that were sent, instead of delivering them. */
final class RecordedSignals implements MicroLibrary {
    final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();

    @Override
    public String name() {
        return "recorded-signals";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(Signalling.class);
    }

    @Override
    public void boot(Boot boot) {
        boot.provide(Signalling.class, (Signalling) Proxy.newProxyInstance(
                Signalling.class.getClassLoader(), new Class<?>[] {Signalling.class}, (self, method, arguments) -> {
                    if (method.getName().equals("send")) {
                        String to = arguments[0] instanceof Process process
                                ? "process " + process.pid()
                                : "task " + ((Task) arguments[0]).tid();
                        SigInfo info = (SigInfo) arguments[2];
                        if (arguments.length == 4) {
                            info = ((Signalling.Source) arguments[3]).taken(info);
                        }
                        sent.add(to + " signal " + arguments[1] + " code " + info.code() + " first "
                                + Long.toHexString(info.first()) + " value " + info.second());
                    }
                    return method.getReturnType() == boolean.class ? true : null;
                }));
    }
}
