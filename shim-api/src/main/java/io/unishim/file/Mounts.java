package io.unishim.file;

import io.unishim.library.Option;
import java.util.List;

/** What a shim is to mount when it boots: how {@link io.unishim.Shim.Builder#mount} reaches the library for files. */
public final class Mounts {
    /** The mounts in the order they were asked for; empty by default, which gives an empty file system in memory. */
    public static final Option<List<Mount>> OPTION = new Option<>("mounts", List.of());

    private Mounts() {}
}
