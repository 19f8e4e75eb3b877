package io.unishim.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import org.jspecify.annotations.Nullable;

/**
 * How the friendly view deals with one parameter of a call.
 *
 * @param parameter of the call
 * @param name in the view
 * @param type in the view, or null if callers do not give it
 * @param before what comes before the call, or empty
 * @param passed what is passed to the call
 */
record ViewParameter(
        Parameter parameter, String name, @Nullable TypeName type, CodeBlock before, CodeBlock passed) {}
