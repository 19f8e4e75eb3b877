package io.unishim.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * How one overload of the friendly view deals with one parameter of a call.
 *
 * @param parameter of the call
 * @param name in the view
 * @param type in the view; empty if callers do not give it
 * @param before what comes before the call, or empty
 * @param passed what is passed to the call
 */
record ViewParameter(Parameter parameter, String name, Optional<TypeName> type, CodeBlock before, CodeBlock passed) {
    private static final ClassName BYTE_BUFFER = ClassName.get(ByteBuffer.class);
    private static final CodeBlock NOTHING = CodeBlock.builder().build();

    /** @return a parameter that is left out: 0, NULL or nothing is passed */
    static ViewParameter absent(Parameter parameter) {
        CodeBlock passed = switch (parameter.shape()) {
            case INT, LONG -> CodeBlock.of("0");
            case STRING, INTS, LONGS, REF -> CodeBlock.of("$T.none()", parameter.shape().type);
            case BUFFER -> CodeBlock.of("$T.of(new byte[0])", Api.USER_BUFFER);
            case IOVEC -> CodeBlock.of("$T.of()", Api.USER_IOVEC);
            case ARRAY -> CodeBlock.of("$T.room($T.LAYOUT, 0)", Api.USER_ARRAY, parameter.struct());
        };
        return new ViewParameter(parameter, parameter.name(), Optional.empty(), NOTHING, passed);
    }

    /** @return room for the structure that the view returns */
    static ViewParameter room(Parameter parameter) {
        CodeBlock before = CodeBlock.of(
                "$T $L = $T.room($T.LAYOUT);\n", parameter.type(), parameter.name(), Api.USER_REF, parameter.struct());
        return new ViewParameter(
                parameter, parameter.name(), Optional.empty(), before, CodeBlock.of("$L", parameter.name()));
    }

    /** @return room for the elements that the view returns, of which the caller says how many there may be */
    static ViewParameter roomForMany(Parameter parameter, String max) {
        CodeBlock before = CodeBlock.of(
                "$T $L = $T.room($T.LAYOUT, $T.max($L, 0));\n",
                parameter.type(),
                parameter.name(),
                Api.USER_ARRAY,
                parameter.struct(),
                Math.class,
                max);
        return new ViewParameter(
                parameter, max, Optional.of(TypeName.INT), before, CodeBlock.of("$L", parameter.name()));
    }

    /** @return a parameter that the caller gives, in Java's type for it */
    static ViewParameter given(Parameter parameter, boolean byteBuffers) {
        String name = parameter.name();
        return switch (parameter.shape()) {
            case INT, LONG -> as(parameter, parameter.type(), CodeBlock.of("$L", name));
            case STRING -> nullable(parameter, ClassName.get(String.class), CodeBlock.of("$L", name));
            case BUFFER ->
                as(
                        parameter,
                        byteBuffers ? BYTE_BUFFER : ArrayTypeName.of(TypeName.BYTE),
                        CodeBlock.of("$T.of($L)", Api.USER_BUFFER, name));
            case IOVEC -> as(parameter, ArrayTypeName.of(BYTE_BUFFER), CodeBlock.of("$T.of($L)", Api.USER_IOVEC, name));
            case INTS, LONGS -> words(parameter);
            case REF -> structure(parameter);
            case ARRAY -> structures(parameter);
        };
    }

    private static ViewParameter as(Parameter parameter, TypeName type, CodeBlock passed) {
        return new ViewParameter(parameter, parameter.name(), Optional.of(type), NOTHING, passed);
    }

    /** The caller may give null, which becomes NULL. */
    private static ViewParameter nullable(Parameter parameter, TypeName type, CodeBlock arguments) {
        CodeBlock passed = CodeBlock.of(
                "$1L == null ? $2T.none() : $2T.of($3L)", parameter.name(), parameter.shape().type, arguments);
        return as(parameter, orNull(type), passed);
    }

    private static TypeName orNull(TypeName type) {
        return type.annotated(AnnotationSpec.builder(Api.NULLABLE).build());
    }

    private static ViewParameter words(Parameter parameter) {
        TypeName array = ArrayTypeName.of(parameter.shape() == Shape.INTS ? TypeName.INT : TypeName.LONG);
        CodeBlock name = CodeBlock.of("$L", parameter.name());
        return parameter.out() && !parameter.optional()
                ? as(parameter, array, CodeBlock.of("$T.of($L)", parameter.shape().type, name))
                : nullable(parameter, array, name);
    }

    /** One that is filled besides the result keeps its own type: {@code UserRef.room} is what the caller gives. */
    private static ViewParameter structure(Parameter parameter) {
        if (parameter.out()) {
            CodeBlock passed = CodeBlock.of("$1L == null ? $2T.none() : $1L", parameter.name(), Api.USER_REF);
            return as(parameter, orNull(parameter.type()), passed);
        }
        ClassName struct = parameter.structure();
        return nullable(parameter, struct, CodeBlock.of("$T.LAYOUT, $L", struct, parameter.name()));
    }

    private static ViewParameter structures(Parameter parameter) {
        if (parameter.out()) {
            return as(parameter, parameter.type(), CodeBlock.of("$L", parameter.name()));
        }
        ClassName struct = parameter.structure();
        return as(
                parameter,
                ParameterizedTypeName.get(ClassName.get(List.class), struct),
                CodeBlock.of("$T.of($T.LAYOUT, $L)", Api.USER_ARRAY, struct, parameter.name()));
    }
}
