/** The annotation processor: from one declaration of a call to its table row, adapter, direct route and typed view. */
module io.unishim.processor {
    requires java.compiler;
    requires com.palantir.javapoet;
    requires static org.jspecify;

    provides javax.annotation.processing.Processor with
            io.unishim.processor.CallsProcessor;
}
