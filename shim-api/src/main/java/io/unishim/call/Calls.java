package io.unishim.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks an interface as a family of system calls. Every method of it is one call: {@code long name(Task task, ...)},
 * named as Linux names it, with parameters of the types that {@link CallFamily} lists, and abstract.
 *
 * <p>The processor derives from {@code io.example.DoorCalls}, in the same package, {@code DoorCallsFamily} (public), {@code
 * DoorCallsView} (public, the friendly view) and package-private classes behind them. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.TYPE)
public @interface Calls {
    /** @return the family's name in messages and on the compatibility page: {@code "files"} */
    String value();
}
