package io.unishim.struct;

import static io.unishim.abi.Limits.UTSNAME_LENGTH;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.unishim.memory.StructLayout;
import java.nio.ByteBuffer;

/**
 * {@code struct utsname} (man 2 uname); each name has at most 64 bytes.
 *
 * @param sysname Linux
 * @param nodename the host's name
 * @param release of the kernel
 * @param version of the kernel
 * @param machine the architecture
 * @param domainname the NIS domain
 */
public record UtsName(
        String sysname, String nodename, String release, String version, String machine, String domainname) {
    /** Six arrays of 65 bytes. */
    public static final StructLayout<UtsName> LAYOUT = new Layout();

    private static final class Layout extends StructLayout<UtsName> {
        Layout() {
            super("utsname", 6 * UTSNAME_LENGTH);
        }

        private static String name(ByteBuffer in, int at) {
            byte[] bytes = new byte[UTSNAME_LENGTH];
            in.get(at, bytes);
            int length = 0;
            while (length < bytes.length && bytes[length] != 0) {
                length++;
            }
            return new String(bytes, 0, length, UTF_8);
        }

        private static void name(String value, ByteBuffer out, int at) {
            byte[] bytes = value.getBytes(UTF_8);
            out.put(at, bytes, 0, Math.min(bytes.length, UTSNAME_LENGTH - 1));
        }

        @Override
        public UtsName decode(ByteBuffer in, int at) {
            return new UtsName(
                    name(in, at),
                    name(in, at + UTSNAME_LENGTH),
                    name(in, at + 2 * UTSNAME_LENGTH),
                    name(in, at + 3 * UTSNAME_LENGTH),
                    name(in, at + 4 * UTSNAME_LENGTH),
                    name(in, at + 5 * UTSNAME_LENGTH));
        }

        @Override
        public void encode(UtsName value, ByteBuffer out, int at) {
            name(value.sysname, out, at);
            name(value.nodename, out, at + UTSNAME_LENGTH);
            name(value.release, out, at + 2 * UTSNAME_LENGTH);
            name(value.version, out, at + 3 * UTSNAME_LENGTH);
            name(value.machine, out, at + 4 * UTSNAME_LENGTH);
            name(value.domainname, out, at + 5 * UTSNAME_LENGTH);
        }
    }
}
