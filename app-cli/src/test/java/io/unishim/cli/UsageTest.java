package io.unishim.cli;

import static io.unishim.cli.Command.unishim;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UsageTest {
    @Test
    void without_a_command_it_says_which_there_are() {
        Command.Result result = unishim();
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("run or calls").contains("--help");
    }

    @Test
    void an_unknown_option_is_told_with_its_likes() {
        Command.Result result = unishim("run", "--hostnam", "x", "/bin/true");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("--hostnam").contains("--hostname");
    }

    @Test
    void without_a_program_it_says_so() {
        Command.Result result = unishim("run", "--count");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("PROGRAM");
    }

    @Test
    void an_unknown_error_is_told_with_its_likes() {
        Command.Result result = unishim("run", "--deny", "openat=EACES", "/bin/true");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("there is no error EACES").contains("EACCES?");
    }

    @Test
    void a_fake_value_is_a_number() {
        Command.Result result = unishim("run", "--fake", "getpid=many", "/bin/true");
        assertThat(result.code()).isEqualTo(2);
        assertThat(result.errors()).contains("many is not a number");
    }

    @Test
    void a_policy_names_a_call_and_what_it_answers() {
        assertThat(unishim("run", "--fake", "getpid", "/bin/true").errors()).contains("CALL=VALUE");
        assertThat(unishim("run", "--deny", "=EPERM", "/bin/true").errors()).contains("CALL=ERRNO");
    }

    @Test
    void ports_are_numbers() {
        assertThat(unishim("run", "--publish", "80", "/bin/true").errors()).contains("HOST:GUEST");
        assertThat(unishim("run", "--publish", "80:0", "/bin/true").errors()).contains("HOST:GUEST");
        assertThat(unishim("run", "--publish", "x:80", "/bin/true").errors()).contains("HOST:GUEST");
        assertThat(unishim("run", "--publish", "80:80/sctp", "/bin/true").errors())
                .contains("HOST:GUEST[/udp]");
        assertThat(unishim("run", "--permit", "localhost:53/", "/bin/true").errors())
                .contains("HOST:PORT[/udp]");
        assertThat(unishim("run", "--permit", "localhost", "/bin/true").errors())
                .contains("HOST:PORT");
        assertThat(unishim("run", "--permit", ":80", "/bin/true").errors()).contains("HOST:PORT");
        assertThat(unishim("run", "--permit", "localhost:99999", "/bin/true").errors())
                .contains("HOST:PORT");
    }

    @Test
    void a_network_has_a_name() {
        assertThat(unishim("run", "--net", "a:b:c", "/bin/true").errors()).contains("NETWORK:NAME");
        assertThat(unishim("run", "--net", "a:1", "/bin/true").errors()).contains("NETWORK:NAME");
        assertThat(unishim("run", "--net", "", "/bin/true").errors()).contains("NETWORK:NAME");
    }

    @Test
    void a_mount_needs_a_directory_and_an_absolute_place() {
        assertThat(unishim("run", "--mount", "/no/such:/x", "/bin/true").errors())
                .contains("/no/such is not a directory of the host");
        assertThat(unishim("run", "--mount", "/tmp:x", "/bin/true").errors()).contains("absolute GUEST");
        assertThat(unishim("run", "--mount", "/tmp:/x:rx", "/bin/true").errors())
                .contains("HOST:GUEST");
    }

    @Test
    void a_user_is_a_number() {
        assertThat(unishim("run", "--user", "daemon", "/bin/true").errors()).contains("in numbers, not daemon");
        assertThat(unishim("run", "--user", "1:2:3", "/bin/true").errors()).contains("in numbers, not 1:2:3");
        assertThat(unishim("run", "--user", "4294967295", "/bin/true").errors()).contains("not 4294967295");
    }

    @Test
    void help_and_version_succeed() {
        assertThat(unishim("--help").output()).contains("run").contains("calls");
        assertThat(unishim("run", "--help").output()).contains("--strace").contains("127");
        Command.Result version = unishim("--version");
        assertThat(version.code()).isZero();
        assertThat(version.output()).startsWith("unishim ").contains("JVM");
    }

    @Test
    void calls_prints_the_compatibility_page() {
        Command.Result result = unishim("calls");
        assertThat(result.code()).isZero();
        assertThat(result.output()).contains("| number | call |").contains("| getpid |");
    }
}
