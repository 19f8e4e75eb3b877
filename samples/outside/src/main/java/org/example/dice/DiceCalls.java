package org.example.dice;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.task.Task;

@Calls("dice")
public interface DiceCalls {
    @Call(number = 3000, returns = Returns.INT)
    long roll(Task task, int sides);
}
