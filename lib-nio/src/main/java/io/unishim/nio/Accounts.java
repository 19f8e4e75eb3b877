package io.unishim.nio;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds users and groups by what the shim's {@code /etc/passwd} and {@code /etc/group} say, and by their numbers. */
final class Accounts extends UserPrincipalLookupService {
    private final ShimFileSystem files;

    Accounts(ShimFileSystem files) {
        this.files = files;
    }

    @Override
    public UserPrincipal lookupPrincipalByName(String name) throws IOException {
        Integer id = id("/etc/passwd", name);
        if (id == null) {
            throw new UserPrincipalNotFoundException(name);
        }
        return new Principal.User(id, name);
    }

    @Override
    public GroupPrincipal lookupPrincipalByGroupName(String group) throws IOException {
        Integer id = id("/etc/group", group);
        if (id == null) {
            throw new UserPrincipalNotFoundException(group);
        }
        return new Principal.Group(id, group);
    }

    UserPrincipal user(int id) {
        return new Principal.User(id, name("/etc/passwd", id));
    }

    GroupPrincipal group(int id) {
        return new Principal.Group(id, name("/etc/group", id));
    }

    private @Nullable String name(String file, int id) {
        for (String line : lines(file)) {
            String[] parts = line.split(":", -1);
            if (parts.length > 2 && parts[2].equals(Integer.toUnsignedString(id))) {
                return parts[0];
            }
        }
        return null;
    }

    private @Nullable Integer id(String file, String name) {
        for (String line : lines(file)) {
            String[] parts = line.split(":", -1);
            if (parts.length > 2 && parts[0].equals(name)) {
                return number(parts[2]);
            }
        }
        return number(name);
    }

    private static @Nullable Integer number(String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The lines of a file, none where it cannot be read: a shim need not have it. */
    private List<String> lines(String file) {
        try {
            return Files.readAllLines(files.getPath(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            return List.of();
        }
    }
}
