package io.unishim.bench;

/**
 * One line of the report.
 *
 * @param name of what was measured: {@code group/thing}
 * @param value median
 * @param unit of the value: {@code ns}, {@code B}, {@code ms}
 * @param ratio value through what it is compared with, or NaN
 * @param against name of what it is compared with, or empty
 */
record Figure(String name, double value, String unit, double ratio, String against) {
    static Figure of(String name, double value, String unit) {
        return new Figure(name, value, unit, Double.NaN, "");
    }

    /** @return the same figure beside another one */
    Figure against(String other, double otherValue) {
        return new Figure(name, value, unit, value / otherValue, other);
    }
}
