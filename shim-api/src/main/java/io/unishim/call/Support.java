package io.unishim.call;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How well a handler serves its call. Stands on the method that implements the call; the compatibility page and the coverage
 * report come from it. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Support {
    /** @return how much of the call is there */
    SupportLevel value();

    /** @return for {@link SupportLevel#PARTIAL} and {@link SupportLevel#STUB}: what is missing or what is answered */
    String note() default "";
}
