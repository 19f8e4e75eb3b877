package io.unishim.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Figures that are measured together, so that their ratios mean something. */
interface Group {
    /** @return the names of the figures that {@link #measure} can give; some may not come */
    List<String> names();

    /**
     * Measures.
     *
     * @param settings what to measure, and how long
     * @return the figures, in the order to be read
     * @throws IOException if a program fails
     * @throws RunnerException if a benchmark fails
     */
    List<Figure> measure(Settings settings) throws IOException, RunnerException, InterruptedException;
}
