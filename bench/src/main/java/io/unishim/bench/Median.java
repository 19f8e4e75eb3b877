package io.unishim.bench;

import java.util.List;

/** The middle of many measurements: on a shared machine the mean says more about the neighbours. */
final class Median {
    private Median() {}

    /** @return NaN if there is no value */
    static double of(List<Double> values) {
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
