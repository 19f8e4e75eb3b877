package io.unishim.nio;

import static io.unishim.abi.StatModes.S_IFDIR;
import static io.unishim.abi.StatModes.S_IFLNK;
import static io.unishim.abi.StatModes.S_IFMT;
import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.struct.Stat;
import io.unishim.struct.Statx;
import io.unishim.struct.Timespec;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;
import java.util.Set;

/** What {@code statx(2)} told of a file. */
final class Attributes implements PosixFileAttributes {
    private final Statx statx;
    private final ShimFileSystem files;

    Attributes(Statx statx, ShimFileSystem files) {
        this.files = files;
        this.statx = statx;
    }

    /** Which file it is: two names of one file have equal keys. */
    private record Key(long dev, long ino) {
        @Override
        public String toString() {
            return "(dev=" + Long.toHexString(dev) + ",ino=" + ino + ")";
        }
    }

    Stat stat() {
        return statx.stat();
    }

    int mode() {
        return stat().mode();
    }

    int type() {
        return mode() & S_IFMT;
    }

    boolean isSameFile(Attributes other) {
        return fileKey().equals(other.fileKey());
    }

    static FileTime time(Timespec time) {
        return FileTime.from(Instant.ofEpochSecond(time.seconds(), time.nanos()));
    }

    @Override
    public FileTime lastModifiedTime() {
        return time(stat().mtime());
    }

    @Override
    public FileTime lastAccessTime() {
        return time(stat().atime());
    }

    FileTime changeTime() {
        return time(stat().ctime());
    }

    /** The time of the last change where the file system does not know better. */
    @Override
    public FileTime creationTime() {
        Timespec birth = statx.birth();
        return time(birth == null ? stat().mtime() : birth);
    }

    @Override
    public boolean isRegularFile() {
        return type() == S_IFREG;
    }

    @Override
    public boolean isDirectory() {
        return type() == S_IFDIR;
    }

    @Override
    public boolean isSymbolicLink() {
        return type() == S_IFLNK;
    }

    @Override
    public boolean isOther() {
        return !isRegularFile() && !isDirectory() && !isSymbolicLink();
    }

    @Override
    public long size() {
        return stat().size();
    }

    @Override
    public Object fileKey() {
        return new Key(stat().dev(), stat().ino());
    }

    @Override
    public UserPrincipal owner() {
        return files.accounts().user(stat().uid());
    }

    @Override
    public GroupPrincipal group() {
        return files.accounts().group(stat().gid());
    }

    @Override
    public Set<PosixFilePermission> permissions() {
        return Modes.permissions(mode());
    }
}
