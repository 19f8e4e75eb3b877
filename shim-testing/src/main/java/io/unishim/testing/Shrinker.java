package io.unishim.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a program that shows something as short as it can by leaving out steps, large pieces first. */
public final class Shrinker {
    private Shrinker() {}

    /**
     * Leaves out what is not needed.
     *
     * @param steps a program that shows it
     * @param shows whether a program shows it
     * @param <T> what a step is
     * @return a program that shows it, of which no single step can be left out
     */
    public static <T> List<T> shrink(List<T> steps, Predicate<List<T>> shows) {
        List<T> best = steps;
        for (int piece = Math.max(1, steps.size() / 2); ; piece = Math.max(1, piece / 2)) {
            int before = best.size();
            best = without(best, piece, shows);
            if (piece == 1 && best.size() == before) {
                return best;
            }
        }
    }

    private static <T> List<T> without(List<T> steps, int piece, Predicate<List<T>> shows) {
        List<T> best = steps;
        int at = best.size() - piece;
        while (at >= 0) {
            List<T> fewer = new ArrayList<>(best.subList(0, at));
            fewer.addAll(best.subList(at + piece, best.size()));
            if (shows.test(fewer)) {
                best = fewer;
            }
            at -= piece;
        }
        return best;
    }
}
