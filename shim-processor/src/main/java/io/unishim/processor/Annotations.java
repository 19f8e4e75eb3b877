package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Annotations by name. */
final class Annotations {
    private final Elements elements;

    Annotations(Elements elements) {
        this.elements = elements;
    }

    /** @return the element's annotation of that type, or null */
    @Nullable
    AnnotationMirror find(Element element, ClassName type) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement found
                    && found.getQualifiedName().contentEquals(type.canonicalName())) {
                return mirror;
            }
        }
        return null;
    }

    boolean has(Element element, ClassName type) {
        return find(element, type) != null;
    }

    /** @return a member's value, its default if it is not given, or null if it is not well-formed */
    <T> @Nullable T value(AnnotationMirror mirror, String member, Class<T> type) {
        for (var entry : elements.getElementValuesWithDefaults(mirror).entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(member)) {
                AnnotationValue value = entry.getValue();
                return type.isInstance(value.getValue()) ? type.cast(value.getValue()) : null;
            }
        }
        return null;
    }
}
