package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One parameter of a call, after the task.
 *
 * @param name as declared
 * @param shape its type
 * @param slot the first register that carries it, 0 to 5
 * @param kind the constant of {@code Argument.Kind}
 * @param out whether the call fills it only
 * @param optional whether the friendly view may leave it out
 * @param constants for flags and alternatives: the class that holds them
 * @param prefix for flags and alternatives: what their names begin with
 * @param struct for references and arrays: the record
 */
record Parameter(
        String name,
        Shape shape,
        int slot,
        String kind,
        boolean out,
        boolean optional,
        @Nullable ClassName constants,
        String prefix,
        @Nullable ClassName struct) {

    /** @return the record of a reference or an array */
    ClassName structure() {
        return Objects.requireNonNull(struct);
    }

    /** @return its type in the declaration */
    TypeName type() {
        return struct != null && shape.type instanceof ClassName generic
                ? ParameterizedTypeName.get(generic, struct)
                : shape.type;
    }
}
