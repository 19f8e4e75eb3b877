package io.unishim.samples.greeting;

import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.Returns;
import io.unishim.memory.UserBuffer;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** Greetings. From this the processor derives {@code GreetingCallsFamily} and {@code GreetingCallsView}. */
@Calls("greeting")
public interface GreetingCalls {
    /**
     * Greets somebody.
     *
     * @param name who is greeted, at most 255 bytes
     * @param text receives the greeting, cut if there is no room
     * @return the bytes written. ENAMETOOLONG: more than 255 bytes; EFAULT: a bad address
     */
    @Call(number = 2000, returns = Returns.LONG)
    long greet(Task task, UserString name, UserBuffer text);
}
