package io.unishim.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An int or long that is an or of constants. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
public @interface Flags {
    /** @return the class of {@code io.unishim.abi} that holds the constants */
    Class<?> value();

    /** @return what the constants' names begin with: {@code "O_"} */
    String prefix();
}
