package io.unishim.net;

import static io.unishim.abi.Errnos.EACCES;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Fcntl.O_WRONLY;
import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.IPPROTO_ICMP;
import static io.unishim.abi.Socket.SOCK_DGRAM;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.call.ErrnoException;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code /proc/net} and {@code /proc/sys/net} tell of a shim's sockets. */
class NetworkFilesTest {
    private Shim shim;
    private Task task;
    private SocketCalls calls;

    @BeforeEach
    void boot() {
        shim = Shim.builder().only("net", "vfscore").boot();
        task = shim.newProcess("test");
        calls = shim.calls(SocketCallsFamily.FAMILY);
    }

    @AfterEach
    void close() {
        shim.close();
    }

    private String read(String path) {
        int fd = shim.linux(task).open(path, 0);
        byte[] bytes = new byte[8192];
        int count = (int) shim.linux(task).read(fd, bytes);
        shim.linux(task).close(fd);
        return new String(bytes, 0, count, ISO_8859_1);
    }

    @Test
    void a_listening_socket_is_in_the_table_of_its_protocol() {
        int fd = (int) calls.socket(task, AF_INET, SOCK_STREAM, 0);
        calls.bind(task, fd, UserBuffer.of(new Endpoint(Ip.LOOPBACK4, 8080).address(AF_INET)));
        assertThat(read("/proc/net/tcp").lines()).hasSize(1);
        calls.listen(task, fd, 3);
        assertThat(read("/proc/net/tcp").lines().skip(1))
                .singleElement()
                .asString()
                .contains("0100007F:1F90 00000000:0000 0A");
        shim.linux(task).close(fd);
        assertThat(read("/proc/self/net/tcp").lines()).hasSize(1);
    }

    @Test
    void abstract_names_begin_with_an_at_sign() {
        int fd = (int) calls.socket(task, AF_UNIX, SOCK_STREAM, 0);
        calls.bind(task, fd, UserBuffer.of("\1\0\0name".getBytes(US_ASCII)));
        assertThat(read("/proc/net/unix").lines().skip(1))
                .singleElement()
                .asString()
                .endsWith(" @name");
    }

    @Test
    void the_loopback_is_in_the_tables_of_interfaces() {
        assertThat(read("/proc/net/dev")).contains("    lo:");
        assertThat(read("/proc/net/if_inet6")).isEqualTo("00000000000000000000000000000001 01 80 10 80       lo\n");
        assertThat(read("/proc/net/route").lines()).hasSize(1);
    }

    @Test
    void settings_tell_what_holds() {
        assertThat(read("/proc/sys/net/core/somaxconn")).isEqualTo("4096\n");
        assertThat(read("/proc/sys/net/ipv4/ip_local_port_range")).isEqualTo("32768\t60999\n");
    }

    private long write(String path, String text) {
        int fd = shim.linux(task).open(path, O_WRONLY);
        try {
            return shim.linux(task).write(fd, text.getBytes(US_ASCII));
        } catch (ErrnoException e) {
            return -e.number();
        } finally {
            shim.linux(task).close(fd);
        }
    }

    /** As the host does it in a network namespace of its own, which a test may not make. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            core/somaxconn              | -1          | 0 | 4096
            core/somaxconn              | 2147483647  | 1 | 2147483647
            core/somaxconn              | 2147483648  | 0 | 4096
            core/somaxconn              | 0x10        | 1 | 16
            core/somaxconn              | 010         | 1 | 8
            core/somaxconn              | 3 4         | 1 | 3
            core/somaxconn              | 12x         | 0 | 4096
            core/somaxconn              | +4          | 0 | 4096
            ipv4/tcp_abort_on_overflow  | 255         | 1 | 255
            ipv4/tcp_abort_on_overflow  | 256         | 0 | 0
            ipv4/tcp_syncookies         | 2           | 1 | 2
            ipv4/tcp_max_syn_backlog    | -1          | 1 | -1
            ipv4/tcp_syn_retries        | 0           | 0 | 6
            ipv4/tcp_syn_retries        | 127         | 1 | 127
            ipv4/tcp_synack_retries     | 0           | 1 | 0
            ipv4/ip_unprivileged_port_start | 65536   | 0 | 1024
            ipv4/ping_group_range       | 2000 1000   | 1 | 1 0
            ipv4/ping_group_range       | 0 4294967294 | 1 | 0 4294967294
            ipv4/ping_group_range       | 0 4294967295 | 0 | 0 2147483647
            ipv4/ping_group_range       | 5 x         | 0 | 0 2147483647
            ipv4/ip_local_port_range    | 2000 1000   | 0 | 32768 60999
            ipv4/ip_local_port_range    | 1000 2000   | 0 | 32768 60999
            ipv4/ip_local_port_range    | 5000 6000   | 1 | 5000 6000
            """)
    void settings_are_written_as_on_linux(String name, String text, int taken, String then) {
        String path = "/proc/sys/net/" + name;
        assertThat(write(path, text)).isEqualTo(taken != 0 ? text.length() : -EINVAL);
        assertThat(read(path)).isEqualTo(then.replace(' ', '\t') + "\n");
    }

    @Test
    void settings_have_effect() {
        write("/proc/sys/net/ipv4/ip_local_port_range", "5000 5000");
        int fd = (int) calls.socket(task, AF_INET, SOCK_STREAM, 0);
        calls.bind(task, fd, UserBuffer.of(new Endpoint(Ip.LOOPBACK4, 0).address(AF_INET)));
        calls.listen(task, fd, 3);
        assertThat(read("/proc/net/tcp")).contains("0100007F:1388 ");
        write("/proc/sys/net/ipv4/ping_group_range", "1 0");
        assertThat(calls.socket(task, AF_INET, SOCK_DGRAM, IPPROTO_ICMP)).isEqualTo(-EACCES);
        write("/proc/sys/net/ipv4/ping_group_range", "0 0");
        assertThat(calls.socket(task, AF_INET, SOCK_DGRAM, IPPROTO_ICMP)).isNotNegative();
    }
}
