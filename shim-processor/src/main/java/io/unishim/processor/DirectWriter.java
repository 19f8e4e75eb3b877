package io.unishim.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.NameAllocator;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * Writes the direct route. Each call is two methods: a small one that the JIT inlines down to the implementation, and
 * one for a call that is hooked, which lends its arguments to the task's memory and goes through the table.
 */
final class DirectWriter {
    private DirectWriter() {}

    static JavaFile write(Family family) {
        AnnotationSpec nullable = AnnotationSpec.builder(Api.NULLABLE).build();
        TypeName implementation = family.type().annotated(nullable);
        TypeSpec.Builder builder = TypeSpec.classBuilder(family.direct())
                .addModifiers(Modifier.FINAL)
                .addSuperinterface(family.type())
                .addJavadoc(
                        "Calls an implementation of {@link $T}, or the table where a call is hooked.\n", family.type());
        for (Call call : family.calls()) {
            builder.addField(number(call));
        }
        builder.addField(implementation, "implementation", Modifier.PRIVATE, Modifier.FINAL)
                .addField(Api.CALL_ROUTE, "route", Modifier.PRIVATE, Modifier.FINAL);
        MethodSpec.Builder constructor = MethodSpec.constructorBuilder()
                .addParameter(implementation, "implementation")
                .addParameter(ArrayTypeName.of(Api.SYSCALL_HANDLER), "adapters")
                .addParameter(Api.CALL_ROUTE, "route")
                .addStatement("this.implementation = implementation")
                .addStatement("this.route = route");
        for (int i = 0; i < family.calls().size(); i++) {
            String field = adapter(family.calls().get(i));
            builder.addField(Api.SYSCALL_HANDLER.annotated(nullable), field, Modifier.PRIVATE, Modifier.FINAL);
            constructor.addStatement("this.$L = implementation == null ? null : adapters[$L]", field, i);
        }
        builder.addMethod(constructor.build());
        for (Call call : family.calls()) {
            builder.addMethod(fast(family, call)).addMethod(routed(call));
        }
        return family.closed(builder);
    }

    private static String adapter(Call call) {
        return call.method() + "Adapter";
    }

    private static FieldSpec number(Call call) {
        CodeBlock number = call.isCustom()
                ? CodeBlock.of("$L", call.customNumber())
                : CodeBlock.of("$T.$L.number()", Api.SYSCALL, call.constant());
        return FieldSpec.builder(TypeName.INT, call.constant(), Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .initializer(number)
                .build();
    }

    private static MethodSpec.Builder method(Call call, String name) {
        MethodSpec.Builder method =
                MethodSpec.methodBuilder(name).returns(TypeName.LONG).addParameter(Api.TASK, call.task());
        call.parameters().forEach(p -> method.addParameter(p.type(), p.name()));
        return method;
    }

    private static MethodSpec fast(Family family, Call call) {
        NameAllocator names = names(call);
        String to = names.newName("to");
        CodeBlock.Builder arguments = CodeBlock.builder().add("$L", call.task());
        call.parameters().forEach(p -> arguments.add(",$W$L", p.name()));
        return method(call, call.method())
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .addStatement("$T $L = this.implementation", family.type(), to)
                .beginControlFlow(
                        "if ($L != null && this.route.current($L) == this.$L)", to, call.constant(), adapter(call))
                .beginControlFlow("try")
                .addStatement("return $L.$L($L)", to, call.method(), arguments.build())
                .nextControlFlow("catch ($T $L)", Api.MEMORY_FAULT, names.newName("fault"))
                .addStatement("return -$T.EFAULT", Api.ERRNOS)
                .endControlFlow()
                .endControlFlow()
                .addStatement("return $LRouted($L)", call.method(), arguments.build())
                .build();
    }

    private static NameAllocator names(Call call) {
        NameAllocator names = new NameAllocator();
        names.newName(call.task(), call.task());
        call.parameters().forEach(p -> names.newName(p.name(), p));
        return names;
    }

    private static MethodSpec routed(Call call) {
        NameAllocator names = names(call);
        Map<Parameter, String> addresses = new LinkedHashMap<>();
        for (Parameter parameter : call.parameters()) {
            if (parameter.shape().isPointer()) {
                addresses.put(parameter, names.newName(parameter.name() + "Address"));
            }
        }
        MethodSpec.Builder method = method(call, call.method() + "Routed").addModifiers(Modifier.PRIVATE);
        CodeBlock dispatch = dispatch(call, addresses);
        if (addresses.isEmpty()) {
            return method.addStatement("return $L", dispatch).build();
        }
        String memory = names.newName("memory");
        method.addStatement("$T $L = $L.memory()", Api.USER_MEMORY, memory, call.task());
        addresses.values().forEach(address -> method.addStatement("long $L = 0", address));
        method.beginControlFlow("try");
        addresses.forEach((parameter, address) ->
                method.addStatement("$L = $L.addressIn($L)", address, parameter.name(), memory));
        method.addStatement("return $L", dispatch).nextControlFlow("finally");
        addresses.values().forEach(address -> method.addStatement("$L.reclaim($L)", memory, address));
        return method.endControlFlow().build();
    }

    private static CodeBlock dispatch(Call call, Map<Parameter, String> addresses) {
        CodeBlock.Builder dispatch =
                CodeBlock.builder().add("this.route.dispatch($L, $L", call.task(), call.constant());
        for (Parameter parameter : call.parameters()) {
            dispatch.add(",$W$L", addresses.getOrDefault(parameter, parameter.name()));
            switch (parameter.shape()) {
                case BUFFER, ARRAY -> dispatch.add(",$W$L.length()", parameter.name());
                case IOVEC -> dispatch.add(",$W$L.count()", parameter.name());
                default -> {}
            }
        }
        for (int register = call.registers(); register < 6; register++) {
            dispatch.add(",$W0");
        }
        return dispatch.add(")").build();
    }
}
