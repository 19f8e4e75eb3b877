package io.unishim.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.testing.ShimExtension;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Paths and matchers without a file answer as Java's own do. */
@ExtendWith(ShimExtension.class)
class SamePathsTest {
    private static final List<String> TEXTS = List.of(
            "",
            "/",
            "//",
            ".",
            "..",
            "/.",
            "/..",
            "a",
            "a/",
            "/a",
            "a/b",
            "/a/b",
            "a//b",
            "/a/b/",
            "a/b/c",
            "/a/b/c",
            "../a",
            "a/..",
            "a/../b",
            "../../a",
            "/a/../../b",
            "./a",
            "a/.",
            "a/./b",
            ".a",
            "a.",
            "a.java",
            "/x/a.java",
            "b",
            "/b",
            "..a",
            "a..",
            "\u00e4",
            "/\u00e4/\u20ac",
            "a b",
            "-",
            "{",
            "[",
            "*",
            "a\\b",
            "A",
            "a/b/../..",
            "a\nb");

    private static final List<String> PATTERNS = List.of(
            "glob:*",
            "glob:**",
            "glob:*.java",
            "glob:**.java",
            "glob:/**",
            "glob:/*",
            "glob:a?",
            "glob:?",
            "glob:[ab]",
            "glob:[!a]",
            "glob:[a-c]",
            "glob:[c-a]",
            "glob:{a,b}",
            "glob:{a,b/*}",
            "glob:{a,{b}}",
            "glob:{a",
            "glob:a}",
            "glob:[a",
            "glob:[]",
            "glob:[^a]",
            "glob:\\*",
            "glob:\\",
            "glob:a,b",
            "glob:**/b",
            "glob:*/*",
            "glob:[/]",
            "glob:[-a]",
            "glob:[a-]",
            "glob:[!-]",
            "glob:a+",
            "glob:(a)",
            "glob:.*",
            "glob:",
            "GLOB:a",
            "regex:a.*",
            "regex:[",
            "regex:.*/b",
            "nope:a",
            "glob",
            ":a",
            "glob:[\\\\]",
            "glob:[[]",
            "glob:[a&&b]",
            "glob:$",
            "glob:^a",
            "glob:|",
            "glob:*{.java,b}",
            "glob:[*]",
            "glob:[?]");

    private static String seen(FileSystem files, Function<FileSystem, Object> what) {
        try {
            return String.valueOf(what.apply(files));
        } catch (RuntimeException e) {
            return e.getClass().getSimpleName();
        }
    }

    private static List<String> one(FileSystem files, String text) {
        List<Function<Path, Object>> questions = List.of(
                Path::toString,
                Path::isAbsolute,
                Path::getRoot,
                Path::getFileName,
                Path::getParent,
                Path::getNameCount,
                path -> path.getName(0),
                path -> path.getName(path.getNameCount() - 1),
                path -> path.getName(path.getNameCount()),
                path -> path.subpath(0, 1),
                path -> path.subpath(0, path.getNameCount()),
                path -> path.subpath(1, path.getNameCount()),
                Path::normalize,
                path -> {
                    List<String> names = new ArrayList<>();
                    path.forEach(name -> names.add(name.toString()));
                    return names;
                });
        return questions.stream()
                .map(each -> seen(files, f -> each.apply(f.getPath(text))))
                .toList();
    }

    private static List<String> two(FileSystem files, String text, String other) {
        List<java.util.function.BiFunction<Path, Path, Object>> questions = List.of(
                Path::resolve,
                Path::resolveSibling,
                Path::relativize,
                Path::startsWith,
                Path::endsWith,
                Path::equals,
                (a, b) -> Integer.signum(a.compareTo(b)));
        return questions.stream()
                .map(each -> seen(files, f -> each.apply(f.getPath(text), f.getPath(other))))
                .toList();
    }

    @Test
    void alone(Shim shim) {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            for (String text : TEXTS) {
                assertThat(one(files, text)).as("'%s'", text).isEqualTo(one(FileSystems.getDefault(), text));
            }
        }
    }

    @Test
    void in_pairs(Shim shim) {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            for (String text : TEXTS) {
                for (String other : TEXTS) {
                    assertThat(two(files, text, other))
                            .as("'%s' and '%s'", text, other)
                            .isEqualTo(two(FileSystems.getDefault(), text, other));
                }
            }
        }
    }

    @Test
    void from_parts(Shim shim) {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            for (String text : TEXTS) {
                for (String other : TEXTS) {
                    assertThat(files.getPath("", text, "", other).toString())
                            .isEqualTo(FileSystems.getDefault()
                                    .getPath("", text, "", other)
                                    .toString());
                    assertThat(files.getPath(text, other, text).toString())
                            .isEqualTo(FileSystems.getDefault()
                                    .getPath(text, other, text)
                                    .toString());
                }
            }
        }
    }

    @Test
    void what_no_path_can_hold(Shim shim) {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            for (String text : List.of("a\0b", "\0", "\ud800")) {
                assertThat(one(files, text)).isEqualTo(one(FileSystems.getDefault(), text));
            }
        }
    }

    @Test
    void matchers(Shim shim) {
        try (ShimFileSystem files = ShimFileSystem.of(shim)) {
            for (String pattern : PATTERNS) {
                for (String text : TEXTS) {
                    Function<FileSystem, Object> matches =
                            f -> f.getPathMatcher(pattern).matches(f.getPath(text));
                    assertThat(seen(files, matches))
                            .as("%s on '%s'", pattern, text)
                            .isEqualTo(seen(FileSystems.getDefault(), matches));
                }
            }
        }
    }
}
