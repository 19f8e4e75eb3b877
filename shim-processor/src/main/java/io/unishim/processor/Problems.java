package io.unishim.processor;

import javax.annotation.processing.Messager;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic;

/** Reports what is wrong with a declaration, and counts. */
final class Problems {
    private final Messager messager;
    private int count;

    Problems(Messager messager) {
        this.messager = messager;
    }

    /** Reports an error at an element. */
    void report(Element element, String message) {
        count++;
        messager.printMessage(Diagnostic.Kind.ERROR, message, element);
    }

    /** Gives up on a declaration that names a type which does not exist: the compiler reports that itself. */
    void giveUp() {
        count++;
    }

    /** @return how many there are so far */
    int count() {
        return count;
    }
}
