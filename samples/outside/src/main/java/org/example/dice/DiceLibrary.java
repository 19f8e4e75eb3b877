package org.example.dice;

import io.unishim.abi.Errnos;
import io.unishim.library.Boot;
import io.unishim.library.MicroLibrary;

public final class DiceLibrary implements MicroLibrary {
    @Override
    public String name() {
        return "dice";
    }

    @Override
    public void boot(Boot boot) {
        // Not random, but every answer is a possible one.
        boot.calls(DiceCallsFamily.FAMILY, (task, sides) -> sides < 1 ? -Errnos.EINVAL : sides);
    }
}
