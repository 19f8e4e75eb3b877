package io.unishim.processor;

import com.palantir.javapoet.JavaFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.tools.Diagnostic;

/** Derives from every interface that carries {@code io.unishim.call.Calls} its family, adapter, direct route and view. */
public final class CallsProcessor extends AbstractProcessor {
    /** For the compiler. */
    public CallsProcessor() {}

    @Override
    public Set<String> getSupportedAnnotationTypes() {
        return Set.of(Api.CALLS.canonicalName());
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
        return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
        for (TypeElement annotation : annotations) {
            for (Element element : round.getElementsAnnotatedWith(annotation)) {
                derive(element);
            }
        }
        return false;
    }

    private void derive(Element element) {
        Family family = new FamilyReader(processingEnv).read(element);
        if (family == null) {
            return;
        }
        List<JavaFile> files = List.of(
                FamilyWriter.write(family),
                AdapterWriter.write(family),
                DirectWriter.write(family),
                ViewWriter.write(family));
        for (JavaFile file : files) {
            try {
                file.writeTo(processingEnv.getFiler());
            } catch (IOException e) {
                String message = "cannot write what is derived from " + family.type() + ": " + e;
                processingEnv.getMessager().printMessage(Diagnostic.Kind.ERROR, message, element);
            }
        }
    }
}
