package io.unishim.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What a call's declaration cannot tell by its shape. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.METHOD)
public @interface Call {
    /** @return Linux's name, where it is not a good Java name; by default the method's */
    String name() default "";

    /** @return the number on every architecture of a call that Linux does not have, 1,024 to 4,095; by default Linux's */
    int number() default -1;

    /** @return what a result that is not an error means */
    Returns returns() default Returns.NOTHING;

    /** @return whether the call can wait for something, so that a trace shows it on entry */
    boolean blocks() default false;

    /** @return whether the friendly view leaves this call out, because a hand-written method serves it better */
    boolean plainViewOnly() default false;
}
