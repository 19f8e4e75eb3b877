package io.unishim.cli;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds what a user may have meant. */
final class NearNames {
    private static final int MOST = 3;

    private NearNames() {}

    private record Candidate(String name, int distance) {}

    /** @return {@code "; did you mean a, b or c?"}, or an empty text if no name is near */
    static String hint(String wrong, Stream<String> names) {
        int reach = Math.max(1, (wrong.length() + 1) / 3);
        List<String> near = names.map(name -> new Candidate(name, distance(wrong, name)))
                .filter(candidate -> candidate.distance <= reach)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
        if (near.isEmpty()) {
            return "";
        }
        int last = near.size() - 1;
        String all = last == 0
                ? near.get(0)
                : near.stream().limit(last).collect(Collectors.joining(", ")) + " or " + near.get(last);
        return "; did you mean " + all + "?";
    }

    /** How many characters to insert, remove, change or swap with their neighbour. */
    static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                cost[i][j] = i == 0 || j == 0 ? i + j : step(cost, a, b, i, j);
            }
        }
        return cost[a.length()][b.length()];
    }

    private static int step(int[][] cost, String a, String b, int i, int j) {
        boolean same = a.charAt(i - 1) == b.charAt(j - 1);
        int best = Math.min(cost[i - 1][j - 1] + (same ? 0 : 1), 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
    }
}
