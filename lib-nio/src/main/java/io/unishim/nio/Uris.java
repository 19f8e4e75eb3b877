package io.unishim.nio;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;

/** Paths as URIs: {@code unishim://NAME/etc/motd}. Bytes beyond plain ones are percent signs and two digits. */
final class Uris {
    static final String SCHEME = "unishim";

    private static final String PLAIN = "-._~!$&'()*+,;=:@/";

    private Uris() {}

    static URI of(ShimPath path) {
        ShimPath whole = path.toAbsolutePath();
        StringBuilder text = new StringBuilder(SCHEME)
                .append("://")
                .append(path.getFileSystem().name());
        for (byte each : whole.bytes()) {
            if (each >= 'a' && each <= 'z'
                    || each >= 'A' && each <= 'Z'
                    || each >= '0' && each <= '9'
                    || PLAIN.indexOf(each) >= 0) {
                text.append((char) each);
            } else {
                text.append(String.format("%%%02X", each));
            }
        }
        boolean slash = whole.getNameCount() > 0
                && path.getFileSystem().isOpen()
                && Files.isDirectory(whole, LinkOption.NOFOLLOW_LINKS);
        return URI.create(slash ? text.append('/').toString() : text.toString());
    }

    /** @throws IllegalArgumentException if it is no URI of this file system's */
    static ShimPath path(ShimFileSystem fileSystem, URI uri) {
        if (!SCHEME.equalsIgnoreCase(uri.getScheme())
                || !fileSystem.name().equals(uri.getAuthority())
                || uri.getRawPath() == null
                || !uri.getRawPath().startsWith("/")
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null) {
            throw new IllegalArgumentException(uri + " names no file of " + fileSystem);
        }
        byte[] raw = uri.getRawPath().getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '%') {
                bytes.write(Character.digit(raw[i + 1], 16) << 4 | Character.digit(raw[i + 2], 16));
                i += 2;
            } else {
                bytes.write(raw[i]);
            }
        }
        return ShimPath.of(fileSystem, bytes.toByteArray());
    }
}
