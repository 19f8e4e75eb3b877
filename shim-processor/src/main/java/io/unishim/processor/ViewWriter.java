package io.unishim.processor;

import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeSpec;
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
                ViewMethod.overloads(call).forEach(method -> builder.addMethod(method.write(family)));
            }
        }
        return family.open(builder);
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
