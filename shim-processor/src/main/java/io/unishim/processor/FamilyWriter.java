package io.unishim.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import java.util.Objects;
import javax.lang.model.element.Modifier;

/** Writes the family's rows and the way to its other classes. */
final class FamilyWriter {
    private static final TypeName ROWS = ParameterizedTypeName.get(ClassName.get(List.class), Api.CALL_DECLARATION);

    private FamilyWriter() {}

    static JavaFile write(Family family) {
        ClassName type = family.family();
        TypeSpec.Builder builder = TypeSpec.classBuilder(type)
                .addModifiers(Modifier.FINAL)
                .superclass(ParameterizedTypeName.get(Api.CALL_FAMILY, family.type()))
                .addJavadoc("The calls of {@link $T}: their rows and the ways to an implementation.\n", family.type())
                .addField(FieldSpec.builder(type, "FAMILY", Modifier.PUBLIC, Modifier.STATIC, Modifier.FINAL)
                        .addJavadoc("The only instance.\n")
                        .initializer("new $T()", type)
                        .build())
                .addMethod(MethodSpec.constructorBuilder()
                        .addModifiers(Modifier.PRIVATE)
                        .addStatement("super($S, $T.class)", family.name(), family.type())
                        .build())
                .addMethod(MethodSpec.methodBuilder("declarations")
                        .addAnnotation(Override.class)
                        .addModifiers(Modifier.PUBLIC)
                        .returns(ROWS)
                        .addStatement("return Rows.ALL")
                        .build())
                .addMethod(adapter(family))
                .addMethod(direct(family))
                .addType(rows(family));
        return family.open(builder);
    }

    private static MethodSpec adapter(Family family) {
        return MethodSpec.methodBuilder("adapter")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(Api.SYSCALL_HANDLER)
                .addParameter(family.type(), "implementation")
                .addParameter(TypeName.INT, "index")
                .addStatement(
                        "return new $T(implementation, $T.checkIndex(index, $L))",
                        family.adapter(),
                        Objects.class,
                        family.calls().size())
                .build();
    }

    private static MethodSpec direct(Family family) {
        return MethodSpec.methodBuilder("direct")
                .addAnnotation(Override.class)
                .addModifiers(Modifier.PUBLIC)
                .returns(family.type())
                .addParameter(
                        family.type()
                                .annotated(AnnotationSpec.builder(Api.NULLABLE).build()),
                        "implementation")
                .addParameter(ArrayTypeName.of(Api.SYSCALL_HANDLER), "adapters")
                .addParameter(Api.CALL_ROUTE, "route")
                .addStatement("return new $T(implementation, adapters, route)", family.direct())
                .build();
    }

    private static TypeSpec rows(Family family) {
        CodeBlock.Builder all = CodeBlock.builder().add("$T.of($>$>", List.class);
        String separator = "\n";
        for (Call call : family.calls()) {
            all.add(separator).add("$L", row(call));
            separator = ",\n";
        }
        return TypeSpec.classBuilder("Rows")
                .addJavadoc("Made when the rows are first asked for.\n")
                .addModifiers(Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
                .addField(FieldSpec.builder(ROWS, "ALL", Modifier.STATIC, Modifier.FINAL)
                        .initializer(all.add(")$<$<").build())
                        .build())
                .build();
    }

    private static CodeBlock row(Call call) {
        CodeBlock.Builder row = CodeBlock.builder().add("new $T($S, ", Api.CALL_DECLARATION, call.name());
        if (call.isCustom()) {
            row.add("null, $L, ", call.customNumber());
        } else {
            row.add("$T.$L, -1, ", Api.SYSCALL, call.constant());
        }
        row.add("$T.of($>$>", List.class);
        String separator = "\n";
        for (Parameter parameter : call.parameters()) {
            row.add(separator).add("$L", argument(parameter));
            separator = ",\n";
        }
        return row.add("),$<$< $T.$L, $L)", Api.RETURNS, call.returns(), call.blocks())
                .build();
    }

    private static CodeBlock argument(Parameter parameter) {
        CodeBlock.Builder argument =
                CodeBlock.builder().add("$T.of($S, $T.$L", Api.ARGUMENT, parameter.name(), Api.KIND, parameter.kind());
        if (parameter.constants() != null) {
            argument.add(", $T.class, $S", parameter.constants(), parameter.prefix());
        } else if (parameter.struct() != null) {
            argument.add(", $L, $T.LAYOUT", parameter.out(), parameter.struct());
        } else if (parameter.out()) {
            argument.add(", true, null");
        }
        return argument.add(")").build();
    }
}
