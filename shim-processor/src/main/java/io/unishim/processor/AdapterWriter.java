package io.unishim.processor;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import javax.lang.model.element.Modifier;

/**
 * Writes the way from six longs to an implementation: one class a family, so that the table meets few classes, and one
 * small method a call, so that each is inlined where it is hot.
 */
final class AdapterWriter {
    private AdapterWriter() {}

    static JavaFile write(Family family) {
        TypeSpec.Builder builder = TypeSpec.classBuilder(family.adapter())
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(Api.SYSCALL_HANDLER)
                .addJavadoc("From six longs to one call of a {@link $T}.\n", family.type())
                .addField(family.type(), "implementation", Modifier.PRIVATE, Modifier.FINAL)
                .addField(TypeName.INT, "index", Modifier.PRIVATE, Modifier.FINAL)
                .addMethod(MethodSpec.constructorBuilder()
                        .addParameter(family.type(), "implementation")
                        .addParameter(TypeName.INT, "index")
                        .addStatement("this.implementation = implementation")
                        .addStatement("this.index = index")
                        .build())
                .addMethod(handle(family));
        for (Call call : family.calls()) {
            builder.addMethod(decode(family, call));
        }
        return family.closed(builder);
    }

    private static MethodSpec handle(Family family) {
        MethodSpec.Builder handle = MethodSpec.methodBuilder("handle")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(TypeName.LONG)
                .addParameter(Api.TASK, "task");
        for (int i = 0; i < 6; i++) {
            handle.addParameter(TypeName.LONG, "a" + i);
        }
        handle.beginControlFlow("try").beginControlFlow("return switch (index)");
        for (int i = 0; i < family.calls().size(); i++) {
            Call call = family.calls().get(i);
            CodeBlock.Builder arguments = CodeBlock.builder();
            for (int register = 0; register < call.registers(); register++) {
                arguments.add(",$Wa$L", register);
            }
            handle.addStatement("case $L -> $L(implementation, task$L)", i, call.method(), arguments.build());
        }
        handle.addStatement("default -> throw new $T()", IllegalStateException.class);
        return handle.addCode("$<};\n")
                .nextControlFlow("catch ($T fault)", Api.MEMORY_FAULT)
                .addStatement("return -$T.EFAULT", Api.ERRNOS)
                .endControlFlow()
                .build();
    }

    private static MethodSpec decode(Family family, Call call) {
        MethodSpec.Builder method = MethodSpec.methodBuilder(call.method())
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
                .returns(TypeName.LONG)
                .addParameter(family.type(), "implementation")
                .addParameter(Api.TASK, "task");
        for (int register = 0; register < call.registers(); register++) {
            method.addParameter(TypeName.LONG, "a" + register);
        }
        boolean pointers = call.parameters().stream().anyMatch(p -> p.shape().isPointer());
        if (pointers) {
            method.addStatement("$T arguments = task.arguments()", Api.ARGUMENTS);
        }
        CodeBlock.Builder arguments = CodeBlock.builder();
        for (Parameter parameter : call.parameters()) {
            arguments.add(",$W$L", decode(parameter));
        }
        return method.addStatement("return implementation.$L(task$L)", call.method(), arguments.build())
                .build();
    }

    private static CodeBlock decode(Parameter parameter) {
        int slot = parameter.slot();
        return switch (parameter.shape()) {
            case INT -> CodeBlock.of("(int) a$L", slot);
            case LONG -> CodeBlock.of("a$L", slot);
            case STRING -> CodeBlock.of("arguments.string($1L, a$1L)", slot);
            case INTS -> CodeBlock.of("arguments.ints($1L, a$1L)", slot);
            case LONGS -> CodeBlock.of("arguments.longs($1L, a$1L)", slot);
            case BUFFER -> CodeBlock.of("arguments.buffer($1L, a$1L, a$2L)", slot, slot + 1);
            case IOVEC -> CodeBlock.of("arguments.iovec($1L, a$1L, a$2L)", slot, slot + 1);
            case REF -> CodeBlock.of("arguments.ref($1L, $2T.LAYOUT, a$1L)", slot, parameter.struct());
            case ARRAY ->
                CodeBlock.of("arguments.array($1L, $3T.LAYOUT, a$1L, a$2L)", slot, slot + 1, parameter.struct());
        };
    }
}
