package io.unishim.processor;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** Writes the friendly view: Java's types in and out, errors as exceptions. */
final class ViewWriter {
    private ViewWriter() {}

    static JavaFile write(Family family) {
        TypeSpec.Builder builder = TypeSpec.interfaceBuilder(family.view())
                .addSuperinterface(Api.VIEW)
                .addJavadoc(
                        "The calls of {@link $T} with Java's types: natural results, and {@link $T} for errors.\n",
                        family.type(),
                        Api.ERRNO_EXCEPTION)
                .addMethod(of(family));
        for (Call call : family.calls()) {
            if (!call.plainViewOnly()) {
                overloads(family, call).forEach(method -> builder.addMethod(method.write()));
            }
        }
        return family.open(builder);
    }

    private static List<ViewMethod> overloads(Family family, Call call) {
        Set<String> seen = new HashSet<>();
        return List.of(
                        new ViewMethod(family, call, false, false),
                        new ViewMethod(family, call, true, false),
                        new ViewMethod(family, call, false, true),
                        new ViewMethod(family, call, true, true))
                .stream()
                .filter(method -> seen.add(method.signature()))
                .toList();
    }

    private static MethodSpec of(Family family) {
        return MethodSpec.methodBuilder("of")
                .addJavadoc("@return the view for a task; for one thread at a time\n")
                .addModifiers(Modifier.PUBLIC, Modifier.STATIC)
                .returns(family.view())
                .addParameter(Api.SHIM, "shim")
                .addParameter(Api.TASK, "task")
                .addCode("record OfTask($T shim, $T task) implements $T {}\n", Api.SHIM, Api.TASK, family.view())
                .addStatement("return new OfTask(shim, task)")
                .build();
    }
}
