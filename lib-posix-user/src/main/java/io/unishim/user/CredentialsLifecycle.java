package io.unishim.user;

import io.unishim.library.Lifecycle;
import io.unishim.task.Credentials;
import io.unishim.task.Process;
import io.unishim.task.Promotion;
import io.unishim.task.Task;
import org.jspecify.annotations.Nullable;

/** Credentials at birth and exec. A clone inherits its maker's (man 2 clone), whatever the flags. */
final class CredentialsLifecycle implements Lifecycle {
    private final Credentials initial;

    CredentialsLifecycle(Credentials initial) {
        this.initial = initial;
    }

    @Override
    public void processCreated(Process process, @Nullable Process parent) {
        Credentials inherited = initial;
        if (parent != null) {
            for (Task first : parent.tasks()) {
                inherited = Credentials.of(first);
                break;
            }
        }
        for (Task task : process.tasks()) {
            task.put(Credentials.KEY, inherited);
        }
    }

    @Override
    public long taskCloned(Task parent, Task child, long flags) {
        child.put(Credentials.KEY, Credentials.of(parent));
        return 0;
    }

    @Override
    public void executed(Task task) {
        Promotion promotion = task.stateOrNull(Promotion.KEY);
        if (promotion != null) {
            task.put(Credentials.KEY, promotion.credentials());
        }
    }
}
