package io.unishim.file;

import io.unishim.library.Option;
import java.nio.file.Path;
import java.util.List;

/** A file system to mount when a shim boots. Targets are absolute paths in the shim; missing directories are made. */
public sealed interface Mount {
    /** What {@link io.unishim.Shim.Builder#mount} was given, in order, as libraries read it. */
    Option<List<Mount>> MOUNTS = new Option<>("mounts", List.of());

    /** @return where it is mounted */
    String target();

    /**
     * An empty file system in memory.
     *
     * @param target where
     */
    record Memory(String target) implements Mount {}

    /**
     * A directory of the host, and nothing outside of it: symbolic links and {@code ..} do not lead out.
     *
     * @param source the host's directory
     * @param target where
     * @param writable whether writes reach the host
     */
    record Host(Path source, String target, boolean writable) implements Mount {}

    /**
     * A directory of the host whose changes are kept in memory and never reach the host.
     *
     * @param source the host's directory
     * @param target where
     */
    record Overlay(Path source, String target) implements Mount {}

    /** @return an empty file system in memory */
    static Mount memory(String target) {
        return new Memory(target);
    }

    /** @return a directory of the host, to be read only */
    static Mount host(Path source, String target) {
        return new Host(source, target, false);
    }

    /** @return a directory of the host whose changes stay in memory */
    static Mount overlay(Path source, String target) {
        return new Overlay(source, target);
    }
}
