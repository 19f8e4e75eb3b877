package io.unishim.user;

import io.unishim.Shim;
import io.unishim.memory.JavaMemory;
import io.unishim.task.Process;
import io.unishim.task.Task;
import io.unishim.task.Tasks;
import java.lang.reflect.Proxy;

/** Tasks outside of any shim. */
final class FakeTasks {
    private FakeTasks() {}

    static Task task(int tid) {
        Tasks nobody = proxy(Tasks.class);
        return new Task(new Process(proxy(Shim.class, nobody), tid, null, new JavaMemory(), "test"), tid);
    }

    private static <T> T proxy(Class<T> type, Object... answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.length == 0 ? null : answer[0]));
    }
}
