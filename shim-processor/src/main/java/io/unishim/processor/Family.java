package io.unishim.processor;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
import java.util.List;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;

/**
 * An interface whose methods are calls.
 *
 * @param element the interface
 * @param type its name
 * @param name the family's name in messages
 * @param calls its methods, in order
 * @param generatedVisible whether {@code javax.annotation.processing.Generated} can be named where the interface stands
 */
record Family(TypeElement element, ClassName type, String name, List<Call> calls, boolean generatedVisible) {
    ClassName family() {
        return derived("Family");
    }

    ClassName adapter() {
        return derived("Adapter");
    }

    ClassName direct() {
        return derived("Direct");
    }

    ClassName view() {
        return derived("View");
    }

    private ClassName derived(String suffix) {
        return ClassName.get(type.packageName(), type.simpleName() + suffix);
    }

    /** Completes a class of the interface's visibility. */
    JavaFile open(TypeSpec.Builder builder) {
        if (element.getModifiers().contains(Modifier.PUBLIC)) {
            builder.addModifiers(Modifier.PUBLIC);
        }
        return closed(builder);
    }

    /** Completes a package-private class. */
    JavaFile closed(TypeSpec.Builder builder) {
        builder.addOriginatingElement(element);
        if (generatedVisible) {
            builder.addAnnotation(AnnotationSpec.builder(Api.GENERATED)
                    .addMember("value", "$S", CallsProcessor.class.getName())
                    .build());
        }
        return JavaFile.builder(type.packageName(), builder.build())
                .addFileComment("Derived from $L by shim-processor; changes here are lost.", type.simpleName())
                .skipJavaLangImports(true)
                .indent("    ")
                .build();
    }
}
