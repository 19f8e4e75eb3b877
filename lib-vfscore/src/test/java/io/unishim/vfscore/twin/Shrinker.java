package io.unishim.vfscore.twin;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a script that shows something as short as it can by leaving out lines, large pieces first. */
final class Shrinker {
    private Shrinker() {}

    /**
     * Leaves out what is not needed.
     *
     * @param lines a script that shows it
     * @param shows whether a script shows it
     * @return a script that shows it, of which no single line can be left out
     */
    static List<String> shrink(List<String> lines, Predicate<List<String>> shows) {
        List<String> best = lines;
        for (int piece = Math.max(1, lines.size() / 2); ; piece = Math.max(1, piece / 2)) {
            int before = best.size();
            best = without(best, piece, shows);
            if (piece == 1 && best.size() == before) {
                return best;
            }
        }
    }

    private static List<String> without(List<String> lines, int piece, Predicate<List<String>> shows) {
        List<String> best = lines;
        int at = best.size() - piece;
        while (at >= 0) {
            List<String> fewer = new ArrayList<>(best.subList(0, at));
            fewer.addAll(best.subList(at + piece, best.size()));
            if (shows.test(fewer)) {
                best = fewer;
            }
            at -= piece;
        }
        return best;
    }
}
