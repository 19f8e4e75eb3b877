package io.unishim.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** One overload of one call in the friendly view. */
final class ViewMethod {
    private static final ClassName BYTE_BUFFER = ClassName.get(ByteBuffer.class);
    private static final ClassName STRING = ClassName.get(String.class);

    private final Family family;
    private final Call call;
    private final boolean byteBuffers;
    private final NameAllocator names = new NameAllocator();
    private final @Nullable Parameter returned;
    private final List<ViewParameter> parameters = new ArrayList<>();

    /**
     * @param byteBuffers whether buffers are ByteBuffers, else byte arrays
     * @param shorter whether the trailing optional parameters are left out
     */
    ViewMethod(Family family, Call call, boolean byteBuffers, boolean shorter) {
        this.family = family;
        this.call = call;
        this.byteBuffers = byteBuffers;
        this.returned = returned(call);
        call.parameters().forEach(p -> names.newName(p.name(), p));
        int kept = shorter ? withoutTrailingOptional() : call.parameters().size();
        for (int i = 0; i < call.parameters().size(); i++) {
            Parameter parameter = call.parameters().get(i);
            boolean left = i >= kept && parameter != returned;
            parameters.add(left ? absent(parameter) : present(parameter));
        }
    }

    /** @return what the view returns instead of taking it: the structure or the array that the call fills, or null */
    private static @Nullable Parameter returned(Call call) {
        Shape shape = call.returns() == Call.Returns.NOTHING
                ? Shape.REF
                : call.returns() == Call.Returns.INT ? Shape.ARRAY : null;
        List<Parameter> filled = call.parameters().stream()
                .filter(p -> p.shape() == shape && p.out() && !p.optional())
                .toList();
        if (filled.isEmpty()) {
            return null;
        }
        Parameter last = filled.get(filled.size() - 1);
        boolean trailing = last.equals(call.parameters().get(call.parameters().size() - 1));
        return filled.size() == 1 || trailing ? last : null;
    }

    private int withoutTrailingOptional() {
        int kept = call.parameters().size();
        while (kept > 0) {
            Parameter last = call.parameters().get(kept - 1);
            if (!last.optional() && last != returned) {
                break;
            }
            kept--;
        }
        return kept;
    }

    private ViewParameter absent(Parameter parameter) {
        CodeBlock passed = switch (parameter.shape()) {
            case INT, LONG -> CodeBlock.of("0");
            case STRING, INTS, LONGS, REF -> CodeBlock.of("$T.none()", parameter.shape().type);
            case BUFFER -> CodeBlock.of("$T.of(new byte[0])", Api.USER_BUFFER);
            case IOVEC -> CodeBlock.of("$T.of()", Api.USER_IOVEC);
            case ARRAY -> CodeBlock.of("$T.of($T.LAYOUT, $T.of())", Api.USER_ARRAY, parameter.struct(), List.class);
        };
        return new ViewParameter(parameter, parameter.name(), null, CodeBlock.of(""), passed);
    }

    private ViewParameter present(Parameter parameter) {
        String name = parameter.name();
        if (parameter == returned) {
            return parameter.shape() == Shape.REF ? room(parameter) : roomForMany(parameter);
        }
        ClassName struct = parameter.struct();
        return switch (parameter.shape()) {
            case INT, LONG -> given(parameter, parameter.type(), CodeBlock.of("$L", name));
            case STRING -> given(parameter, nullable(STRING), orNone(parameter, CodeBlock.of("$L", name)));
            case BUFFER ->
                given(
                        parameter,
                        byteBuffers ? BYTE_BUFFER : ArrayTypeName.of(TypeName.BYTE),
                        CodeBlock.of("$T.of($L)", Api.USER_BUFFER, name));
            case IOVEC ->
                given(parameter, ArrayTypeName.of(BYTE_BUFFER), CodeBlock.of("$T.of($L)", Api.USER_IOVEC, name));
            case INTS, LONGS -> words(parameter);
            case REF ->
                parameter.out() || struct == null
                        ? given(
                                parameter,
                                nullable(parameter.type()),
                                CodeBlock.of("$1L == null ? $2T.none() : $1L", name, Api.USER_REF))
                        : given(
                                parameter,
                                nullable(struct),
                                orNone(parameter, CodeBlock.of("$T.LAYOUT, $L", struct, name)));
            case ARRAY ->
                parameter.out() || struct == null
                        ? given(parameter, parameter.type(), CodeBlock.of("$L", name))
                        : given(
                                parameter,
                                ParameterizedTypeName.get(ClassName.get(List.class), struct),
                                CodeBlock.of("$T.of($T.LAYOUT, $L)", Api.USER_ARRAY, struct, name));
        };
    }

    private static ViewParameter given(Parameter parameter, TypeName type, CodeBlock passed) {
        return new ViewParameter(parameter, parameter.name(), type, CodeBlock.of(""), passed);
    }

    private static CodeBlock orNone(Parameter parameter, CodeBlock arguments) {
        return CodeBlock.of(
                "$1L == null ? $2T.none() : $2T.of($3L)", parameter.name(), parameter.shape().type, arguments);
    }

    private static ViewParameter words(Parameter parameter) {
        TypeName array = ArrayTypeName.of(parameter.shape() == Shape.INTS ? TypeName.INT : TypeName.LONG);
        CodeBlock name = CodeBlock.of("$L", parameter.name());
        return parameter.out() && !parameter.optional()
                ? given(parameter, array, CodeBlock.of("$T.of($L)", parameter.shape().type, name))
                : given(parameter, nullable(array), orNone(parameter, name));
    }

    private static ViewParameter room(Parameter parameter) {
        CodeBlock before = CodeBlock.of(
                "$T $L = $T.room($T.LAYOUT);\n", parameter.type(), parameter.name(), Api.USER_REF, parameter.struct());
        return new ViewParameter(parameter, parameter.name(), null, before, CodeBlock.of("$L", parameter.name()));
    }

    private ViewParameter roomForMany(Parameter parameter) {
        String name = parameter.name();
        String max = names.newName("max" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
        CodeBlock before = CodeBlock.of(
                "$T $L = $T.room($T.LAYOUT, $T.max($L, 0));\n",
                parameter.type(),
                name,
                Api.USER_ARRAY,
                parameter.struct(),
                Math.class,
                max);
        return new ViewParameter(parameter, max, TypeName.INT, before, CodeBlock.of("$L", name));
    }

    private static TypeName nullable(TypeName type) {
        return type.annotated(AnnotationSpec.builder(Api.NULLABLE).build());
    }

    private List<ViewParameter> taken() {
        return parameters.stream().filter(p -> p.type() != null).toList();
    }

    /** @return what tells overloads apart */
    String signature() {
        return taken().stream()
                .map(p -> String.valueOf(p.type()).replaceAll("@\\S+ |<.*", ""))
                .collect(Collectors.joining(",", call.method() + "(", ")"));
    }

    /** @return the method's source */
    MethodSpec write() {
        MethodSpec.Builder method = MethodSpec.methodBuilder(call.method())
                .addModifiers(Modifier.PUBLIC, Modifier.DEFAULT)
                .returns(result())
                .addJavadoc(
                        "The call {@code $L}: see {@link $T#$L} for its arguments and errors.\n",
                        call.name(),
                        family.type(),
                        call.method());
        for (ViewParameter parameter : taken()) {
            TypeName type = parameter.type();
            if (type != null) {
                method.addParameter(
                        ParameterSpec.builder(type, parameter.name()).build());
            }
        }
        parameters.forEach(p -> method.addCode(p.before()));
        CodeBlock.Builder arguments = CodeBlock.builder().add("task()");
        parameters.forEach(p -> arguments.add(", $L", p.passed()));
        String result = names.newName("result");
        method.addStatement(
                "long $L = shim().calls($T.FAMILY).$L($L)", result, family.family(), call.method(), arguments.build());
        method.beginControlFlow("if ($T.isError($L))", Api.ERRNO_EXCEPTION, result)
                .addStatement("throw new $T((int) -$L$L)", Api.ERRNO_EXCEPTION, result, shown())
                .endControlFlow();
        advance(method, result);
        return finish(method, result).build();
    }

    private CodeBlock shown() {
        CodeBlock.Builder shown = CodeBlock.builder().add(", $S", call.name());
        List<ViewParameter> taken = taken();
        for (ViewParameter parameter : taken) {
            // A lone array of objects would be taken for the arguments themselves.
            boolean array = taken.size() == 1 && parameter.parameter().shape() == Shape.IOVEC;
            shown.add(array ? ", (Object) $L" : ", $L", parameter.name());
        }
        return shown.build();
    }

    /** The first buffer's position moves by what was read or written, as that of a channel's does. */
    private void advance(MethodSpec.Builder method, String result) {
        if (call.returns() != Call.Returns.COUNT) {
            return;
        }
        for (ViewParameter parameter : taken()) {
            Shape shape = parameter.parameter().shape();
            if (shape == Shape.IOVEC || shape == Shape.BUFFER) {
                if (shape == Shape.IOVEC || byteBuffers) {
                    method.addStatement("$T.advance($L, $L)", Api.VIEW, result, parameter.name());
                }
                return;
            }
        }
    }

    private TypeName result() {
        if (returned != null && returned.struct() != null) {
            return returned.shape() == Shape.REF
                    ? returned.struct()
                    : ParameterizedTypeName.get(ClassName.get(List.class), returned.struct());
        }
        return switch (call.returns()) {
            case NOTHING -> TypeName.VOID;
            case FD, INT, COUNT -> TypeName.INT;
            case LONG, ADDRESS -> TypeName.LONG;
        };
    }

    private MethodSpec.Builder finish(MethodSpec.Builder method, String result) {
        if (returned != null) {
            return returned.shape() == Shape.REF
                    ? method.addStatement("return $L.get()", returned.name())
                    : method.addStatement("return $L.toList((int) $L)", returned.name(), result);
        }
        return switch (call.returns()) {
            case NOTHING -> method;
            case FD, INT, COUNT -> method.addStatement("return (int) $L", result);
            case LONG, ADDRESS -> method.addStatement("return $L", result);
        };
    }
}
