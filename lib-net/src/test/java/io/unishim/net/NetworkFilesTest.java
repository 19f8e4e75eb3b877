package io.unishim.net;

import static io.unishim.abi.Socket.AF_INET;
import static io.unishim.abi.Socket.AF_UNIX;
import static io.unishim.abi.Socket.SOCK_STREAM;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.linux.SocketCalls;
import io.unishim.linux.SocketCallsFamily;
import io.unishim.memory.UserBuffer;
import io.unishim.task.Task;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
}
