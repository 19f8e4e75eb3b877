package io.unishim.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.ProviderMismatchException;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A path of bytes, as Linux has them: slashes between names, none doubled, none at the end but the root's own. */
final class ShimPath implements Path {
    private static final byte[] SLASH = {'/'};

    private final ShimFileSystem fileSystem;
    private final byte[] bytes;

    /** Where each name begins. */
    private int @Nullable [] starts;

    private @Nullable String text;

    private ShimPath(ShimFileSystem fileSystem, byte[] clean) {
        this.fileSystem = fileSystem;
        this.bytes = clean;
    }

    /** @throws InvalidPathException if there is a NUL */
    static ShimPath of(ShimFileSystem fileSystem, byte[] raw) {
        return new ShimPath(fileSystem, clean(raw));
    }

    /** @throws InvalidPathException if there is a NUL or half of a surrogate pair */
    static ShimPath of(ShimFileSystem fileSystem, String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            byte[] raw = new byte[encoded.remaining()];
            encoded.get(raw);
            return of(fileSystem, raw);
        } catch (CharacterCodingException e) {
            InvalidPathException thrown = new InvalidPathException(text, "no UTF-8 can stand for it");
            thrown.initCause(e);
            throw thrown;
        }
    }

    /** @throws ProviderMismatchException if it belongs to another file system */
    static ShimPath of(ShimFileSystem fileSystem, Path path) {
        if (Objects.requireNonNull(path) instanceof ShimPath ours && ours.fileSystem == fileSystem) {
            return ours;
        }
        throw new ProviderMismatchException();
    }

    private static byte[] clean(byte[] raw) {
        byte[] out = new byte[raw.length];
        int length = 0;
        for (byte each : raw) {
            if (each == 0) {
                throw new InvalidPathException(new String(raw, StandardCharsets.UTF_8), "a NUL cannot stand in a path");
            }
            if (each != '/' || length == 0 || out[length - 1] != '/') {
                out[length++] = each;
            }
        }
        if (length > 1 && out[length - 1] == '/') {
            length--;
        }
        return Arrays.copyOf(out, length);
    }

    /** @return the bytes, not to be changed */
    byte[] bytes() {
        return bytes;
    }

    /** @return the bytes for a call, to which an empty path is the working directory */
    byte[] forCall() {
        return bytes.length == 0 ? new byte[] {'.'} : bytes;
    }

    private ShimPath with(byte[] clean) {
        return new ShimPath(fileSystem, clean);
    }

    private ShimPath empty() {
        return with(new byte[0]);
    }

    boolean isEmpty() {
        return bytes.length == 0;
    }

    private int[] starts() {
        int[] known = starts;
        if (known == null) {
            known = findStarts();
            starts = known;
        }
        return known;
    }

    private int[] findStarts() {
        if (isEmpty()) {
            return new int[1];
        }
        int[] found = new int[bytes.length];
        int count = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '/' && (i == 0 || bytes[i - 1] == '/')) {
                found[count++] = i;
            }
        }
        return Arrays.copyOf(found, count);
    }

    private int end(int index) {
        int[] all = starts();
        return index + 1 < all.length ? all[index + 1] - 1 : bytes.length;
    }

    private byte[] name(int index) {
        return Arrays.copyOfRange(bytes, starts()[index], end(index));
    }

    private List<byte[]> names() {
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < getNameCount(); i++) {
            all.add(name(i));
        }
        return all;
    }

    private static boolean isDot(byte[] name) {
        return name.length == 1 && name[0] == '.';
    }

    private static boolean isDotDot(byte[] name) {
        return name.length == 2 && name[0] == '.' && name[1] == '.';
    }

    @Override
    public ShimFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return bytes.length > 0 && bytes[0] == '/';
    }

    @Override
    public @Nullable ShimPath getRoot() {
        return isAbsolute() ? with(SLASH) : null;
    }

    @Override
    public @Nullable ShimPath getFileName() {
        int count = getNameCount();
        return count == 0 ? null : count == 1 && !isAbsolute() ? this : with(name(count - 1));
    }

    @Override
    public @Nullable ShimPath getParent() {
        int count = getNameCount();
        if (count == 0) {
            return null;
        }
        int start = starts()[count - 1];
        return start == 0 ? null : start == 1 ? getRoot() : with(Arrays.copyOf(bytes, start - 1));
    }

    @Override
    public int getNameCount() {
        return starts().length;
    }

    @Override
    public ShimPath getName(int index) {
        if (index < 0 || index >= getNameCount()) {
            throw new IllegalArgumentException("there is no name " + index + " in " + this);
        }
        return with(name(index));
    }

    @Override
    public ShimPath subpath(int beginIndex, int endIndex) {
        if (beginIndex < 0 || endIndex > getNameCount() || beginIndex >= endIndex) {
            throw new IllegalArgumentException("there are no names " + beginIndex + " to " + endIndex + " in " + this);
        }
        return with(Arrays.copyOfRange(bytes, starts()[beginIndex], end(endIndex - 1)));
    }

    @Override
    public boolean startsWith(Path other) {
        return Objects.requireNonNull(other) instanceof ShimPath that
                && that.fileSystem == fileSystem
                && that.isAbsolute() == isAbsolute()
                && that.getNameCount() <= getNameCount()
                && same(that, 0);
    }

    @Override
    public boolean endsWith(Path other) {
        if (!(Objects.requireNonNull(other) instanceof ShimPath that) || that.fileSystem != fileSystem) {
            return false;
        }
        if (that.isAbsolute()) {
            return equals(that);
        }
        int skipped = getNameCount() - that.getNameCount();
        return skipped >= 0 && same(that, skipped);
    }

    /** Whether the other's names stand here from an index on. */
    private boolean same(ShimPath that, int from) {
        for (int i = 0; i < that.getNameCount(); i++) {
            if (!Arrays.equals(name(from + i), that.name(i))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public ShimPath normalize() {
        List<byte[]> kept = new ArrayList<>();
        for (byte[] name : names()) {
            boolean up = isDotDot(name);
            if (up && !kept.isEmpty() && !isDotDot(kept.get(kept.size() - 1))) {
                kept.remove(kept.size() - 1);
            } else if (!isDot(name) && !(up && isAbsolute())) {
                kept.add(name);
            }
        }
        return join(isAbsolute(), kept);
    }

    private ShimPath join(boolean absolute, List<byte[]> names) {
        int length = absolute ? 1 : 0;
        for (byte[] name : names) {
            length += name.length + 1;
        }
        ByteBuffer out = ByteBuffer.allocate(length + 1);
        if (absolute) {
            out.put(SLASH);
        }
        for (int i = 0; i < names.size(); i++) {
            out.put(i == 0 ? new byte[0] : SLASH).put(names.get(i));
        }
        return with(Arrays.copyOf(out.array(), out.position()));
    }

    @Override
    public ShimPath resolve(Path other) {
        ShimPath that = of(fileSystem, other);
        return that.isAbsolute() ? that : that.isEmpty() ? this : resolve(that.bytes);
    }

    /** @param name one or several names, clean */
    ShimPath resolve(byte[] name) {
        if (isEmpty()) {
            return with(name);
        }
        int slash = bytes[bytes.length - 1] == '/' ? 0 : 1;
        byte[] both = Arrays.copyOf(bytes, bytes.length + slash + name.length);
        both[both.length - name.length - 1] = '/';
        System.arraycopy(name, 0, both, both.length - name.length, name.length);
        return with(both);
    }

    @Override
    public ShimPath relativize(Path other) {
        ShimPath to = of(fileSystem, other);
        ShimPath from = this;
        if (to.equals(from)) {
            return empty();
        }
        if (to.isAbsolute() != isAbsolute()) {
            throw new IllegalArgumentException("one of " + this + " and " + to + " is absolute, the other is not");
        }
        if (isEmpty()) {
            return to;
        }
        if (from.hasDots() || to.hasDots()) {
            from = from.normalize();
            to = to.normalize();
        }
        List<byte[]> back = from.isEmpty() ? List.of() : from.names();
        List<byte[]> forth = to.isEmpty() ? List.of() : to.names();
        int common = 0;
        while (common < back.size() && common < forth.size() && Arrays.equals(back.get(common), forth.get(common))) {
            common++;
        }
        List<byte[]> way = new ArrayList<>();
        for (byte[] name : back.subList(common, back.size())) {
            if (isDotDot(name)) {
                throw new IllegalArgumentException("nobody knows the way from " + this + " to " + other);
            }
            way.add(new byte[] {'.', '.'});
        }
        way.addAll(forth.subList(common, forth.size()));
        return join(false, way);
    }

    private boolean hasDots() {
        return names().stream().anyMatch(name -> isDot(name) || isDotDot(name));
    }

    @Override
    public URI toUri() {
        return Uris.of(this);
    }

    @Override
    public ShimPath toAbsolutePath() {
        return isAbsolute() ? this : fileSystem.directory().resolve(bytes);
    }

    @Override
    public ShimPath toRealPath(LinkOption... options) throws IOException {
        return RealPath.of(this, Follow.of(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
            throws IOException {
        Objects.requireNonNull(watcher);
        if (!(watcher instanceof Watches watches)) {
            throw new ProviderMismatchException();
        }
        return watches.register(this, events, modifiers);
    }

    @Override
    public int compareTo(Path other) {
        return Arrays.compareUnsigned(bytes, ((ShimPath) other).bytes);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ShimPath that && that.fileSystem == fileSystem && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Bytes that are no UTF-8 show as U+FFFD; the path keeps them. */
    @Override
    public String toString() {
        String known = text;
        if (known == null) {
            known = new String(bytes, StandardCharsets.UTF_8);
            text = known;
        }
        return known;
    }
}
