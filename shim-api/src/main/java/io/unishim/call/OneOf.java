package io.unishim.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** An int or long that is one of several constants. */
@Documented
@Retention(RetentionPolicy.SOURCE)
@Target(ElementType.PARAMETER)
public @interface OneOf {
    /** @return the class of {@code io.unishim.abi} that holds the constants */
    Class<?> value();

    /** @return what the constants' names begin with: {@code "SEEK_"} */
    String prefix();
}
