package io.unishim.processor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a declaration's Javadoc says, for the view's own.
 *
 * @param summary its first sentence, or empty
 * @param parameters what it says about each parameter
 */
record Doc(String summary, Map<String, String> parameters) {
    private static final Pattern BLOCK = Pattern.compile("(?m)^\\s*@(\\w+)");
    private static final Pattern LINK = Pattern.compile("\\{@link(?:plain)?\\s+([^#\\s(}]*)(#\\w+)?[^}]*}");
    // Not at "e.g. a file": the next sentence begins with a capital letter or a tag.
    private static final Pattern SENTENCE = Pattern.compile("^(.*?\\.)(?= [A-Z<{]|$)");
    private static final int WIDTH = 90;

    /**
     * @param comment as the compiler hands it out, or null
     * @param type the simple name of the interface, which its own links may leave out
     */
    static Doc of(@Nullable String comment, String type) {
        if (comment == null) {
            return new Doc("", Map.of());
        }
        Map<String, String> parameters = new LinkedHashMap<>();
        Matcher block = BLOCK.matcher(comment);
        int start = 0;
        String tag = "";
        String body = "";
        boolean more = true;
        while (more) {
            more = block.find();
            String text = plain(comment.substring(start, more ? block.start() : comment.length()), type);
            if (tag.isEmpty()) {
                body = text;
            } else if (tag.equals("param")) {
                String[] parts = text.split(" ", 2);
                parameters.put(parts[0], parts.length == 2 ? parts[1] : "");
            }
            if (more) {
                start = block.end();
                tag = block.group(1);
            }
        }
        Matcher sentence = SENTENCE.matcher(body);
        return new Doc(sentence.find() ? sentence.group(1) : body, parameters);
    }

    /** In one line; links to other types become code, for the view's file does not import them. */
    private static String plain(String text, String type) {
        return LINK.matcher(text)
                .replaceAll(link -> Matcher.quoteReplacement(link(link.group(1), link.group(2), type)))
                .strip()
                .replaceAll("\\s+", " ");
    }

    private static String link(String target, @Nullable String member, String type) {
        return target.isEmpty()
                ? "{@link " + type + member + "}"
                : "{@code " + target + (member == null ? "" : member) + "}";
    }

    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** @return the text in lines */
    static String wrap(String text, String indent) {
        StringBuilder wrapped = new StringBuilder();
        int column = 0;
        for (String word : text.split(" ", -1)) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                wrapped.append('\n').append(indent);
                column = indent.length();
            } else if (column > 0) {
                wrapped.append(' ');
                column++;
            }
            wrapped.append(word);
            column += word.length();
        }
        return wrapped.toString();
    }
}
