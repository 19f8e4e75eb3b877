package io.unishim.user;

import static io.unishim.abi.Capabilities.CAP_SETGID;
import static io.unishim.abi.Capabilities.CAP_SETPCAP;
import static io.unishim.abi.Capabilities.CAP_SETUID;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_1;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_2;
import static io.unishim.abi.Capabilities._LINUX_CAPABILITY_VERSION_3;
import static io.unishim.abi.Securebits.SECBIT_KEEP_CAPS;
import static io.unishim.abi.Securebits.SECBIT_NO_SETUID_FIXUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.unishim.testing.HostProgram;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the same scenarios on the host and here; every result and every resulting id and capability must agree. */
class CredentialsAgreeWithLinuxTest {
    private static final int[] IDS = {0, 1, 2};
    private static final int[] ARGUMENTS = {-1, 0, 1, 2};

    @AutoClose
    private static HostProgram host;

    private static long initial;

    @BeforeAll
    static void compile() {
        assumeTrue("root".equals(System.getProperty("user.name")), "the host lets only root try");
        host = HostProgram.compile(CredentialsAgreeWithLinuxTest.class, "credentials.c");
        // A container's root may lack some; ours then begins with the same ones.
        String[] words = host.run("capget " + _LINUX_CAPABILITY_VERSION_3 + " 0 1\n")
                .get(0)
                .split(" caps ", 2)[1]
                .split("[. ]", -1);
        initial = Long.parseLong(words[2], 16) << 32 | Long.parseLong(words[3], 16);
        long needed = 1L << CAP_SETUID | 1L << CAP_SETGID | 1L << CAP_SETPCAP;
        assumeTrue((initial & needed) == needed, "the host's root lacks the capabilities to try");
    }

    private static void agree(List<String> scenarios) {
        List<String> expected = host.run(String.join("\n", scenarios));
        int line = 0;
        for (String scenario : scenarios) {
            for (String ours : new CredentialsScenario(initial).run(scenario)) {
                assertThat(ours).as(scenario).isEqualTo(expected.get(line++));
            }
        }
        assertThat(line).isEqualTo(expected.size());
    }

    private static List<String> triples(String call) {
        List<String> all = new ArrayList<>();
        for (int real : IDS) {
            for (int effective : IDS) {
                for (int saved : IDS) {
                    all.add(call + " " + real + " " + effective + " " + saved + "\n");
                }
            }
        }
        return all;
    }

    private static List<String> changes(char kind) {
        List<String> all = new ArrayList<>();
        for (int a : ARGUMENTS) {
            all.add("set" + kind + "id " + a + "\n");
            all.add("setfs" + kind + "id " + a + "\nsetfs" + kind + "id 0\n");
            for (int b : ARGUMENTS) {
                all.add("setre" + kind + "id " + a + " " + b + "\n");
                for (int c : ARGUMENTS) {
                    all.add("setres" + kind + "id " + a + " " + b + " " + c + "\n");
                }
            }
        }
        return all;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, SECBIT_KEEP_CAPS, SECBIT_NO_SETUID_FIXUP})
    void every_change_of_user_ids_from_every_triple(int securebits) {
        List<String> scenarios = new ArrayList<>();
        for (String from : triples("setresuid")) {
            for (String change : changes('u')) {
                scenarios.add("securebits " + securebits + "\n" + from + change);
            }
        }
        agree(scenarios);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void every_change_of_group_ids_from_every_triple(boolean privileged) {
        List<String> scenarios = new ArrayList<>();
        for (String from : triples("setresgid")) {
            for (String change : changes('g')) {
                scenarios.add(from + (privileged ? "" : "setuid 7\n") + change);
            }
        }
        agree(scenarios);
    }

    @Test
    void supplementary_groups() {
        agree(List.of(
                "setgroups 3 7 5 3000000000\ngetgroups 0\ngetgroups 2\ngetgroups 3\ngetgroups -1\ngetgroups 8\n",
                "setgroups 2 5 5\ngetgroups 8\nsetgroups 0\ngetgroups 0\n",
                "setgroups -1\n",
                "setgroups 65537\n",
                "setgroups 2 5 -1\n",
                "setuid 1\nsetgroups 1 5\nsetgroups 65537\n"));
    }

    @Test
    void versions_and_targets_of_capget() {
        List<String> scenarios = new ArrayList<>();
        for (int version : new int[] {
            _LINUX_CAPABILITY_VERSION_1, _LINUX_CAPABILITY_VERSION_2, _LINUX_CAPABILITY_VERSION_3, 0, 1, -1
        }) {
            for (int pid : new int[] {0, -1, Integer.MAX_VALUE}) {
                scenarios.add("capget " + version + " " + pid + " 0\ncapget " + version + " " + pid + " 1\n");
            }
        }
        scenarios.add("capset 0 0 0 -1\ncapset 0 0 0 1\n");
        agree(scenarios);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void random_sequences(long seed) {
        Random random = new Random(seed);
        List<String> scenarios = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            StringBuilder text = new StringBuilder();
            for (int step = 0; step < 8; step++) {
                text.append(randomCall(random));
            }
            scenarios.add(text.toString());
        }
        agree(scenarios);
    }

    private static String randomCall(Random random) {
        if (random.nextInt(4) == 0) {
            return "capset " + randomSet(random) + " " + randomSet(random) + " " + randomSet(random) + " 0\n";
        }
        List<String> changes = changes(random.nextInt(3) == 0 ? 'g' : 'u');
        return changes.get(random.nextInt(changes.size()));
    }

    private static long randomSet(Random random) {
        long more = random.nextLong();
        return switch (random.nextInt(5)) {
            case 0 -> -1L;
            case 1 -> 0;
            case 2 -> 0xc0;
            case 3 -> initial & ~0xc0;
            default -> initial & (more | random.nextLong());
        };
    }
}
