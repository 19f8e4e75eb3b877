package io.unishim.user;

import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;
import io.unishim.library.Option;
import io.unishim.linux.CapabilityCallsFamily;
import io.unishim.linux.GroupIdCallsFamily;
import io.unishim.linux.UserIdCallsFamily;
import io.unishim.task.ExecutionRules;
import java.util.Set;

/** The library {@code posix-user}: who tasks are and what they may do. */
public final class UserLibrary implements MicroLibrary {
    /** Who the first process is. */
    public static final Option<User> USER = new Option<>("user", User.ROOT);

    /** Creates the library; it has no state of its own. */
    public UserLibrary() {}

    @Override
    public String name() {
        return "posix-user";
    }

    @Override
    public Set<Class<?>> provides() {
        return Set.of(ExecutionRules.class);
    }

    @Override
    public void boot(Boot boot) {
        boot.lifecycle(new CredentialsLifecycle(boot.option(USER).credentials()));
        boot.provide(ExecutionRules.class, new Promotions());
        boot.calls(UserIdCallsFamily.FAMILY, new UserIdHandlers());
        boot.calls(GroupIdCallsFamily.FAMILY, new GroupIdHandlers());
        boot.calls(CapabilityCallsFamily.FAMILY, new CapabilityHandlers());
    }
}
