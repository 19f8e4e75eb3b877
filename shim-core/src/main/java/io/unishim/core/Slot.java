package io.unishim.core;

import io.unishim.call.CallDeclaration;
import io.unishim.call.SyscallHandler;
import io.unishim.library.Replacement;
import java.util.ArrayList;
import java.util.List;

/** One number's handler and the layers around it; guarded by {@link CallControl}'s lock. */
final class Slot {
    private final CallDeclaration declaration;
    private final List<Layer> layers = new ArrayList<>();
    private SyscallHandler base;
    private boolean rebased;

    Slot(CallDeclaration declaration, SyscallHandler base) {
        this.declaration = declaration;
        this.base = base;
    }

    CallDeclaration declaration() {
        return declaration;
    }

    SyscallHandler base() {
        return base;
    }

    /** @return what the table must hold */
    SyscallHandler top() {
        return layers.isEmpty() ? base : layers.get(layers.size() - 1).handler();
    }

    boolean isChanged() {
        return rebased || !layers.isEmpty();
    }

    /** Replaces the handler below all layers for good. */
    void rebase(Replacement replacement, Failures failures) {
        base = new Layer(replacement, base, declaration.name(), failures).handler();
        rebased = true;
        if (!layers.isEmpty()) {
            layers.get(0).below(base);
        }
    }

    Layer push(Replacement replacement, Failures failures) {
        Layer layer = new Layer(replacement, top(), declaration.name(), failures);
        layers.add(layer);
        return layer;
    }

    /** Adopts the layers that were put around the number before it had this handler. */
    void adopt(Slot old) {
        layers.addAll(old.layers);
        if (!layers.isEmpty()) {
            layers.get(0).below(base);
        }
    }

    void remove(Layer layer) {
        int index = layers.indexOf(layer);
        if (index >= 0) {
            layers.remove(index);
            if (index < layers.size()) {
                layers.get(index)
                        .below(index == 0 ? base : layers.get(index - 1).handler());
            }
        }
    }
}
