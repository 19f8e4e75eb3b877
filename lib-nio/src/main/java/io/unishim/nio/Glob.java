package io.unishim.nio;

import java.util.regex.PatternSyntaxException;

/** Globs as {@link java.nio.file.FileSystem#getPathMatcher} has them, as regular expressions. */
final class Glob {
    private static final String SPECIAL_IN_REGEX = ".^$+()[]{}|\\*?";

    private final String glob;
    private final StringBuilder out = new StringBuilder("^");
    private int at;
    private boolean inBraces;

    private Glob(String glob) {
        this.glob = glob;
    }

    /** @throws PatternSyntaxException if the glob does not end what it begins */
    static String toRegex(String glob) {
        Glob made = new Glob(glob);
        while (made.at < glob.length()) {
            made.next();
        }
        if (made.inBraces) {
            throw made.wrong("a brace is not closed", glob.length() - 1);
        }
        return made.out.append('$').toString();
    }

    private PatternSyntaxException wrong(String what, int where) {
        return new PatternSyntaxException(what, glob, where);
    }

    private void next() {
        char c = glob.charAt(at++);
        switch (c) {
            case '\\' -> {
                if (at == glob.length()) {
                    throw wrong("nothing follows a backslash", at - 1);
                }
                literal(glob.charAt(at++));
            }
            case '*' -> {
                boolean twice = at < glob.length() && glob.charAt(at) == '*';
                at += twice ? 1 : 0;
                out.append(twice ? ".*" : "[^/]*");
            }
            case '?' -> out.append("[^/]");
            case '[' -> bracket();
            case '{' -> {
                if (inBraces) {
                    throw wrong("braces do not stand in braces", at - 1);
                }
                inBraces = true;
                out.append("(?:(?:");
            }
            case '}' -> {
                out.append(inBraces ? "))" : "\\}");
                inBraces = false;
            }
            case ',' -> out.append(inBraces ? ")|(?:" : ",");
            default -> literal(c);
        }
    }

    private void literal(char c) {
        if (SPECIAL_IN_REGEX.indexOf(c) >= 0) {
            out.append('\\');
        }
        out.append(c);
    }

    /** One character out of some or, after an exclamation mark, not out of them; never a slash. */
    private void bracket() {
        int start = at - 1;
        out.append("[[^/]&&[");
        if (peek('!')) {
            out.append('^');
            at++;
        } else if (peek('^')) {
            out.append("\\^");
            at++;
        }
        if (peek('-')) {
            out.append("\\-");
            at++;
        }
        char last = 0;
        while (true) {
            if (at == glob.length()) {
                throw wrong("a bracket is not closed", start);
            }
            char c = glob.charAt(at++);
            if (c == ']') {
                break;
            }
            if (c == '/') {
                throw wrong("a slash stands in brackets", at - 1);
            }
            if (c == '\\' || c == '[' || c == '&' && peek('&')) {
                out.append('\\');
            }
            out.append(c);
            if (c == '-' && last != 0) {
                checkRange(last);
            }
            last = c;
        }
        out.append("]]");
    }

    private void checkRange(char from) {
        if (at < glob.length() && glob.charAt(at) != ']' && glob.charAt(at) < from) {
            throw wrong("a range ends before it begins", at - 2);
        }
    }

    private boolean peek(char wanted) {
        return at < glob.length() && glob.charAt(at) == wanted;
    }
}
