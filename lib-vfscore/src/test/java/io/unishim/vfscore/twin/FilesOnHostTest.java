package io.unishim.vfscore.twin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.unishim.testing.HostProgram;
import io.unishim.testing.Shrinker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same calls on the host's tmpfs and in a shim: results, errors, attributes and bytes agree, line by line. */
class FilesOnHostTest {
    private static final int ROUND = 2_000;

    /** Scripts that every host runs. */
    static final List<String> EVERYWHERE = List.of(
            "open",
            "links",
            "names",
            "rename",
            "io",
            "descriptors",
            "permissions",
            "times_and_more",
            "mount",
            "bind",
            "remount",
            "unmount",
            "propagation",
            "tmpfs",
            "tmpfs_limits",
            "splice",
            "each_call",
            "acl",
            "handles",
            "removed_handles",
            "quota");

    /** Scripts that ask for what is new in Linux. */
    static final List<String> NEW = List.of("context", "trees", "attributes", "statmount", "every_flag");

    static final List<String> SCRIPTS = Stream.of(EVERYWHERE, List.of("xattr_at", "flags"), NEW)
            .flatMap(List::stream)
            .toList();

    /** What depends on how a file system keeps its blocks. */
    private static final Pattern OF_TMPFS = Pattern.compile("FIGETBSZ|FIOQSIZE|FIDEDUPE|cachestat|CONNECTABLE");

    @AutoClose
    private static HostProgram host;

    @BeforeAll
    static void compile() {
        host = HostProgram.compile(FilesOnHostTest.class, "calls.c");
    }

    @ParameterizedTest
    @FieldSource("EVERYWHERE")
    void calls_answer_as_on_linux(String name) throws IOException {
        compare(script(name));
    }

    @Test
    void attributes_from_a_directory_answer_as_on_linux_where_it_knows_them() throws IOException {
        List<String> lines = script("xattr_at");
        assumeFalse(onHost(lines.subList(0, 1)).equals(List.of("-38")), "the host's kernel is older than 6.13");
        compare(lines);
    }

    @ParameterizedTest
    @FieldSource("NEW")
    void what_is_new_in_linux_answers_as_there_where_it_knows_all_of_it(String name) throws IOException {
        // What open_tree_attr(2) came with is the last of what is asked for.
        String last = "open_tree_attr AT_FDCWD s: 0 1 0";
        assumeFalse(onHost(List.of(last)).equals(List.of("-38")), "the host's kernel is older than 6.15");
        compare(script(name));
    }

    @Test
    void flags_of_files_answer_as_on_linux_where_its_tmpfs_has_them() throws IOException {
        List<String> lines = script("flags");
        String cachestat = "cachestat 99 0 0 0";
        assumeFalse(onHost(List.of(cachestat)).equals(List.of("-38")), "the host's kernel is older than 6.5");
        List<String> asks = List.of("3= open s:f O_CREAT|O_RDWR 0644", "ioctl $3 FS_IOC_GETFLAGS h:00000000");
        assumeFalse(onHost(asks).contains("-25"), "the host's tmpfs has no flags");
        compare(lines);
    }

    /** The same calls on an overlay over nothing, whose files are all in memory. */
    @ParameterizedTest
    @ValueSource(strings = {"acl", "handles", "removed_handles", "flags"})
    void a_file_system_of_two_layers_answers_as_one(String name) throws IOException {
        List<String> lines = new ArrayList<>(List.of("mkdir s:lower 0755", "overlay"));
        script(name).stream().filter(line -> !OF_TMPFS.matcher(line).find()).forEach(lines::add);
        compareLayers(lines);
    }

    /** What is below is shown, and goes along when the file is copied. */
    @Test
    void lists_flags_and_attributes_of_the_lower_layer_answer_as_on_linux() throws IOException {
        compareLayers(script("layers"));
    }

    private static void compareLayers(List<String> lines) {
        List<String> onHost = onHost(lines);
        assumeFalse(onHost.stream().anyMatch(line -> line.contains("cannot mount")), "the host mounts no overlay");
        assertThat(labelled(
                        lines,
                        ours(lines).stream().map(FilesOnHostTest::ofLayers).toList()))
                .isEqualTo(labelled(
                        lines, onHost.stream().map(FilesOnHostTest::ofLayers).toList()));
    }

    /** Sizes and types of handles, and links, sizes and blocks of directories, are each file system's own. */
    private static String ofLayers(String result) {
        return result.replaceAll(" (36:248|12:1)\\b", " handle")
                .replaceAll(" (36|12):255\\b", " no handle")
                .replaceAll("^0 (4[0-7]{4}) \\d+ (\\d+) (\\d+) \\d+ \\d+ ", "0 $1 $2 $3 ");
    }

    private static List<String> script(String name) throws IOException {
        try (InputStream in = FilesOnHostTest.class.getResourceAsStream(name + ".txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.isBlank()).toList();
        }
    }

    /**
     * Other ones: {@code -Dio.unishim.test.seed}, more: {@code -Dio.unishim.test.calls}; a million take some minutes.
     *
     * <p>What the host has no one answer to is not asked: the order of directory entries and positions in them, inode and
     * device numbers, times; how many blocks a directory takes; bytes that are copied onto themselves or change in a pipe,
     * where Linux passes pages; processes that hold a lock; waiting.
     */
    @Test
    void random_calls_answer_as_on_linux() {
        long seed = Long.getLong("io.unishim.test.seed", 1);
        int calls = Integer.getInteger("io.unishim.test.calls", 100_000);
        for (int done = 0; done < calls; done += ROUND) {
            List<String> lines =
                    new RandomCalls(new Random(seed)).script(ROUND).lines().toList();
            if (differs(lines)) {
                List<String> few = Shrinker.shrink(lines, FilesOnHostTest::differs);
                assertThat(labelled(few, ours(few)))
                        .as("with -Dio.unishim.test.seed=" + seed + ", shrunk")
                        .isEqualTo(labelled(few, onHost(few)));
            }
            seed++;
        }
    }

    private static boolean differs(List<String> lines) {
        return !ours(lines).equals(onHost(lines));
    }

    private static List<String> ours(List<String> lines) {
        return Twin.run(Script.parse(String.join("\n", lines)));
    }

    private static List<String> onHost(List<String> lines) {
        List<String> results = host.run(Script.parse(String.join("\n", lines)).forHost());
        assumeFalse(results.equals(List.of("cannot mount")), "the host lets nobody mount a tmpfs to compare with");
        return results;
    }

    private static void compare(List<String> lines) {
        assertThat(labelled(lines, ours(lines))).isEqualTo(labelled(lines, onHost(lines)));
    }

    /** Numbers of mounts, devices and groups become their order; a way to make inode numbers is the host's own. */
    private static String normal(String result) {
        String text = result.replace(",inode64", "");
        if (!text.contains(" - ")) {
            return text;
        }
        Map<String, Integer> known = new HashMap<>();
        return Pattern.compile("(?<=[ |:])([0-9]+)(?= [0-9]+ [0-9]+:| [0-9]+:|[ |])|[0-9]+:[0-9]+")
                .matcher(text.substring(text.indexOf(' ')))
                .replaceAll(match -> "#" + known.computeIfAbsent(match.group(), each -> known.size()));
    }

    private static List<String> labelled(List<String> lines, List<String> results) {
        List<String> labelled = new ArrayList<>();
        for (int i = 0; i < results.size(); i++) {
            labelled.add(i + ": " + lines.get(i) + " -> " + normal(results.get(i)));
        }
        return labelled;
    }
}
