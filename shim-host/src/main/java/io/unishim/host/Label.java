package io.unishim.host;

import java.util.ArrayList;
import java.util.List;

/** A place in the code that jumps name, before or after it is reached. */
public final class Label {
    static final int UNBOUND = -1;

    int offset = UNBOUND;
    final List<Integer> uses = new ArrayList<>(2);

    /** Creates a label that no place has yet. */
    public Label() {}
}
