package io.unishim.bench;

import java.util.List;

/** Figures that are measured together, so that their ratios mean something. */
interface Group {
    /** @return the names of the figures that {@link #measure} can give; some may not come */
    List<String> names();

    /**
     * Measures.
     *
     * @param settings what to measure, and how long
     * @return the figures, in the order to be read
     */
    List<Figure> measure(Settings settings) throws Exception;
}
