package io.unishim.elfloader.programs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.Shim;
import io.unishim.elfloader.Program;
import io.unishim.file.Mount;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program of a shim that was given nothing of the host's network finds no way to who listens there. */
@Timeout(120)
class ConfinedNetworkTest {
    private static final String PYTHON = "/usr/bin/python3";

    /** Says whatever it reached, or learnt of. */
    private static final String TRYING = """
            import glob, os, socket, struct, sys
            port, udp, path = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
            addresses = sys.argv[4:] + ['127.0.0.1', '0.0.0.0', '127.1.2.3', '::1', '::', '::ffff:127.0.0.1', '::ffff:0:0',
                '::127.0.0.1', 'localhost', socket.gethostname(), '64:ff9b::127.0.0.1', '255.255.255.255', '224.0.0.1']
            def found(what): print('reached', what, flush=True)
            for address in addresses:
                for family in (socket.AF_INET, socket.AF_INET6):
                    for kind, to in ((socket.SOCK_STREAM, port), (socket.SOCK_DGRAM, udp)):
                        for bound in (None, '', '127.0.0.1', '::1'):
                            try:
                                with socket.socket(family, kind) as s:
                                    s.settimeout(2)
                                    s.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
                                    s.setsockopt(socket.SOL_SOCKET, socket.SO_DONTROUTE, 1)
                                    if family == socket.AF_INET6: s.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
                                    if bound is not None: s.bind((bound, 0))
                                    if kind == socket.SOCK_DGRAM: s.sendto(b'here', (address, to))
                                    else:
                                        s.connect((address, to))
                                        found((address, family, kind, bound))
                            except (OSError, UnicodeError): pass
            for name in (path, '/proc/self/root' + path, '/proc/1/root' + path, '\\0' + path):
                for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
                    try:
                        with socket.socket(socket.AF_UNIX, kind) as s: s.connect(name); found(name)
                    except OSError: pass
            for family, kind, protocol in ((socket.AF_PACKET, socket.SOCK_RAW, 0x300), (socket.AF_INET, socket.SOCK_RAW, 6),
                    (socket.AF_INET, socket.SOCK_RAW, 255), (40, socket.SOCK_STREAM, 0), (socket.AF_NETLINK, socket.SOCK_RAW, 16)):
                try: socket.socket(family, kind, protocol); found((family, kind, protocol))
                except OSError: pass
            def told(family, protocol, rest):
                with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 4) as s:
                    body = struct.pack('BBHI', family, protocol, 0, 0xffffffff) + rest
                    s.send(struct.pack('IHHII', 16 + len(body), 20, 0x301, 1, 0) + body)
                    while True:
                        data = s.recv(65536); at = 0
                        while at < len(data):
                            size, kind = struct.unpack_from('IH', data, at)
                            if kind == 3: return
                            if kind == 2: raise OSError(-struct.unpack_from('i', data, at + 16)[0])
                            yield data[at:at + size]; at += size + 3 & ~3
            for family in (socket.AF_INET, socket.AF_INET6):
                for protocol in (6, 17):
                    for each in told(family, protocol, bytes(48)):
                        if struct.unpack_from('>H', each, 20)[0] in (port, udp): found(('told', family, protocol))
            for each in told(socket.AF_UNIX, 0, struct.pack('IIII', 0, 1, 0xffffffff, 0xffffffff)):
                if path.encode() in each: found(('told', path))
            for table in glob.glob('/proc/net/*') + glob.glob('/proc/[0-9]*/net/*'):
                try: text = open(table).read()
                except OSError: continue
                if '%04X' % port in text or '%04X' % udp in text or path in text: found(table)
            for fd in range(3, 4096):
                try:
                    if os.fstat(fd).st_mode & 0o170000 == 0o140000: found(fd)
                except OSError: pass
            print('over')
            """;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static List<String> addresses() throws IOException {
        List<String> all = new ArrayList<>();
        for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            for (InetAddress address : Collections.list(each.getInetAddresses())) {
                all.add(address.getHostAddress().replaceFirst("%.*", ""));
            }
        }
        return all;
    }

    private static int port(SocketAddress address) {
        return ((InetSocketAddress) address).getPort();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void nobody_is_reached(boolean isolated) throws IOException {
        Twin.needs(PYTHON);
        Path path = directory.resolve("socket");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        // Of both versions, at every address of the host.
        try (ServerSocketChannel tcp = ServerSocketChannel.open().bind(new InetSocketAddress(0));
                DatagramChannel udp = DatagramChannel.open().bind(new InetSocketAddress(0));
                ServerSocketChannel unix =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
                Shim shim =
                        Shim.builder().mount(Mount.overlay(Path.of("/"), "/")).boot()) {
            List<String> arguments = new ArrayList<>(List.of("-c", TRYING, "" + port(tcp.getLocalAddress())));
            arguments.add("" + port(udp.getLocalAddress()));
            arguments.add(path.toString());
            arguments.addAll(addresses());
            Program program = Program.of(PYTHON)
                    .args(arguments.toArray(String[]::new))
                    .output(output)
                    .errors(output);
            (isolated ? program.isolated() : program).run(shim);
            assertThat(output.toString(UTF_8)).isEqualTo("over\n");
            for (ServerSocketChannel each : List.of(tcp, unix)) {
                each.configureBlocking(false);
                assertThat(each.accept()).isNull();
            }
            udp.configureBlocking(false);
            assertThat(udp.receive(ByteBuffer.allocate(10))).isNull();
        }
    }
}
