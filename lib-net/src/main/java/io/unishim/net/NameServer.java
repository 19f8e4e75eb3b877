package io.unishim.net;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers questions of names (RFC 1035): those of a network's members, with or without the network's name, and back. */
final class NameServer {
    private static final int HEADER = 12;
    private static final int ADDRESS = 1;
    private static final int ADDRESS6 = 28;
    private static final int POINTER = 12;
    private static final int INTERNET = 1;
    private static final int SECONDS = 60;

    /** QR, AA, RA; the question's RD is added. */
    private static final int ANSWER = 0x8480;

    private static final int NO_SUCH_NAME = 3;
    private static final int NOT_BUILT = 4;
    private static final String BACKWARDS = ".in-addr.arpa";
    private static final String BACKWARDS6 = ".ip6.arpa";

    private final VirtualNetwork network;

    NameServer(VirtualNetwork network) {
        this.network = network;
    }

    /** @return the answer, or null if it is no question */
    byte @Nullable [] answer(byte[] question) {
        ByteBuffer in = ByteBuffer.wrap(question);
        if (question.length < HEADER || (in.getShort(2) & 0x8000) != 0 || in.getShort(4) != 1) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (at < question.length && question[at] != 0) {
            int length = question[at];
            if (length < 0 || length > 63 || at + length >= question.length) {
                return null;
            }
            String label = new String(question, at + 1, length, StandardCharsets.ISO_8859_1);
            name.append(name.length() == 0 ? "" : ".").append(label);
            at += length + 1;
        }
        int end = at + 5;
        if (end > question.length) {
            return null;
        }
        boolean query = (in.getShort(2) & 0x7800) == 0;
        int type = in.getShort(at + 1);
        byte @Nullable [] found = query ? data(name.toString().toLowerCase(Locale.ROOT), type) : null;
        byte[] data = found == null ? new byte[0] : found;
        int count = data.length > 0 ? 1 : 0;
        ByteBuffer out = ByteBuffer.allocate(end + (count == 0 ? 0 : 12 + data.length));
        out.put(question, 0, end);
        int code = !query ? NOT_BUILT : found != null ? 0 : NO_SUCH_NAME;
        out.putShort(2, (short) (ANSWER | in.getShort(2) & 0x0100 | code));
        out.putShort(6, (short) count).putInt(8, 0);
        if (count > 0) {
            out.putShort((short) (0xc000 | HEADER)).putShort((short) type).putShort((short) INTERNET);
            out.putInt(SECONDS).putShort((short) data.length).put(data);
        }
        return out.array();
    }

    /** @return what there is of that type, nothing if there is only something else, null if there is no such name */
    private byte @Nullable [] data(String name, int type) {
        if (name.endsWith(BACKWARDS)) {
            NetworkMember found = backwards(name.substring(0, name.length() - BACKWARDS.length()));
            return found == null ? null : type == POINTER ? encoded(found.name()) : new byte[0];
        }
        if (name.endsWith(BACKWARDS6)) {
            NetworkMember found = backwards6(name.substring(0, name.length() - BACKWARDS6.length()));
            return found == null ? null : type == POINTER ? encoded(found.name()) : new byte[0];
        }
        String suffix = "." + network.name().toLowerCase(Locale.ROOT);
        NetworkMember found =
                network.find(name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name);
        if (found == null) {
            return null;
        }
        return switch (type) {
            case ADDRESS ->
                ByteBuffer.allocate(4).putInt(found.assigned().ip().v4()).array();
            case ADDRESS6 -> found.bytes6();
            default -> new byte[0];
        };
    }

    private @Nullable NetworkMember backwards(String reversed) {
        for (NetworkMember each : network.members()) {
            String[] parts = each.address().split("\\.", -1);
            if (reversed.equals(parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0])) {
                return each;
            }
        }
        return null;
    }

    /** @param reversed half bytes in hexadecimal, the last one first, with dots between */
    private @Nullable NetworkMember backwards6(String reversed) {
        for (NetworkMember each : network.members()) {
            StringBuilder digits = new StringBuilder(HexFormat.of().formatHex(each.bytes6())).reverse();
            if (reversed.equals(String.join(".", digits.toString().split("")))) {
                return each;
            }
        }
        return null;
    }

    private static byte[] encoded(String name) {
        byte[] ascii = name.getBytes(StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(ascii.length + 2)
                .put((byte) ascii.length)
                .put(ascii)
                .array();
    }
}
