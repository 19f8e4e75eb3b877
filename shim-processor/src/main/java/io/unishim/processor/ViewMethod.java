package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import org.jspecify.annotations.Nullable;

/** One overload of one call in the friendly view. */
final class ViewMethod {
    private final Call call;
    private final boolean byteBuffers;
    private final NameAllocator names = new NameAllocator();
    private final @Nullable Parameter returned;
    private final List<ViewParameter> parameters = new ArrayList<>();

    private ViewMethod(Call call, boolean byteBuffers, boolean shorter) {
        this.call = call;
        this.byteBuffers = byteBuffers;
        this.returned = call.returned();
        call.parameters().forEach(p -> names.newName(p.name(), p));
        int kept = shorter ? call.required() : call.parameters().size();
        for (int i = 0; i < call.parameters().size(); i++) {
            Parameter parameter = call.parameters().get(i);
            if (parameter.equals(returned)) {
                parameters.add(room(parameter));
            } else {
                parameters.add(
                        i < kept ? ViewParameter.given(parameter, byteBuffers) : ViewParameter.absent(parameter));
            }
        }
    }

    /** @return the overloads of a call: with arrays and with NIO buffers, with optional parameters and without */
    static List<ViewMethod> overloads(Call call) {
        Set<String> seen = new HashSet<>();
        return Stream.of(
                        new ViewMethod(call, false, false),
                        new ViewMethod(call, true, false),
                        new ViewMethod(call, false, true),
                        new ViewMethod(call, true, true))
                .filter(method -> seen.add(method.signature()))
                .toList();
    }

    private ViewParameter room(Parameter parameter) {
        if (parameter.shape() == Shape.REF) {
            return ViewParameter.room(parameter);
        }
        String name = parameter.name();
        return ViewParameter.roomForMany(
                parameter, names.newName("max" + Character.toUpperCase(name.charAt(0)) + name.substring(1)));
    }

    private List<ViewParameter> taken() {
        return parameters.stream().filter(p -> p.type().isPresent()).toList();
    }

    /** @return what tells overloads apart: {@code "read(int,byte[])"} */
    String signature() {
        return taken().stream()
                .map(p -> p.type().orElseThrow().withoutAnnotations().toString().replaceAll("<.*", ""))
                .collect(Collectors.joining(",", call.method() + "(", ")"));
    }

    /** @return the method's source */
    MethodSpec write(Family family) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(call.method())
                .addModifiers(Modifier.PUBLIC, Modifier.DEFAULT)
                .returns(result())
                .addJavadoc("$L", javadoc(family));
        taken().forEach(p -> method.addParameter(p.type().orElseThrow(), p.name()));
        parameters.forEach(p -> method.addCode(p.before()));
        CodeBlock.Builder arguments = CodeBlock.builder().add("task()");
        parameters.forEach(p -> arguments.add(",$W$L", p.passed()));
        String result = names.newName("result");
        method.addStatement(
                "long $L = shim().calls($T.FAMILY)$Z.$L($L)",
                result,
                family.family(),
                call.method(),
                arguments.build());
        method.beginControlFlow("if ($T.isError($L))", Api.ERRNO_EXCEPTION, result)
                .addStatement("throw new $T((int) -$L$L)", Api.ERRNO_EXCEPTION, result, shown())
                .endControlFlow();
        advance(method, result);
        finish(method, result);
        return method.build();
    }

    private CodeBlock shown() {
        CodeBlock.Builder shown = CodeBlock.builder().add(", $S", call.name());
        List<ViewParameter> taken = taken();
        for (ViewParameter parameter : taken) {
            // A lone array of objects would be taken for the arguments themselves.
            boolean array = taken.size() == 1 && parameter.parameter().shape() == Shape.IOVEC;
            shown.add(array ? ",$W(Object) $L" : ",$W$L", parameter.name());
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
        if (returned != null) {
            ClassName struct = returned.structure();
            return returned.shape() == Shape.REF
                    ? struct
                    : ParameterizedTypeName.get(ClassName.get(List.class), struct);
        }
        return switch (call.returns()) {
            case NOTHING -> TypeName.VOID;
            case FD, INT, COUNT -> TypeName.INT;
            case LONG, ADDRESS -> TypeName.LONG;
        };
    }

    private void finish(MethodSpec.Builder method, String result) {
        if (returned != null && returned.shape() == Shape.REF) {
            method.addStatement("return $L.get()", returned.name());
        } else if (returned != null) {
            method.addStatement("return $L.toList((int) $L)", returned.name(), result);
        } else if (result().equals(TypeName.INT)) {
            method.addStatement("return (int) $L", result);
        } else if (result().equals(TypeName.LONG)) {
            method.addStatement("return $L", result);
        }
    }

    private CodeBlock javadoc(Family family) {
        CodeBlock.Builder javadoc = CodeBlock.builder();
        String summary = call.doc().summary();
        javadoc.add("$L", Doc.wrap(summary.isEmpty() ? "The call {@code " + call.name() + "}." : summary, ""));
        javadoc.add("\n\n<p>See {@link $T#$L}, which lists the errors.\n\n", family.type(), call.method());
        for (ViewParameter parameter : taken()) {
            String text = parameter.parameter().equals(returned)
                    ? "for how many elements there is room"
                    : call.doc().parameter(parameter.name());
            if (!text.isEmpty()) {
                javadoc.add("$L\n", Doc.wrap("@param " + parameter.name() + " " + text, "    "));
            }
        }
        if (!result().equals(TypeName.VOID)) {
            javadoc.add("@return $L\n", returnText());
        }
        return javadoc.add("@throws $T if the call fails\n", Api.ERRNO_EXCEPTION)
                .build();
    }

    private String returnText() {
        if (returned != null) {
            return "what the call fills in";
        }
        return switch (call.returns()) {
            case FD -> "the file descriptor";
            case COUNT ->
                byteBuffers
                        ? "the number of bytes, by which the position of the first buffer moved"
                        : "the number of bytes";
            case ADDRESS -> "the address";
            default -> "the call's result";
        };
    }
}
