package io.unishim.memory;

import org.jspecify.annotations.Nullable;

/**
 * One task's argument objects, made once and set anew for each call, so that a call allocates nothing. Used by
 * generated adapters; slot {@code i} belongs to the i-th register argument.
 *
 * <p>An object that came from here is valid until the same task makes another call. Used by the task's own thread only.
 */
public final class Arguments {
    private static final int SLOTS = 6;

    private UserMemory memory;
    private @Nullable OffHeap scratch;
    private final byte[] @Nullable [] paths = new byte[2] @Nullable [];
    private final @Nullable UserRange[] ranges = new UserRange[SLOTS];
    private final UserIovec.@Nullable InMemory[] iovecs = new UserIovec.InMemory[SLOTS];
    private final UserString.@Nullable InMemory[] strings = new UserString.InMemory[SLOTS];
    private final UserInt.@Nullable InMemory[] ints = new UserInt.InMemory[SLOTS];
    private final UserLong.@Nullable InMemory[] longs = new UserLong.InMemory[SLOTS];
    private final UserRef.@Nullable InMemory<?>[] refs = new UserRef.InMemory<?>[SLOTS];
    private final UserArray.@Nullable InMemory<?>[] arrays = new UserArray.InMemory<?>[SLOTS];

    /** @param memory the address space that addresses belong to */
    public Arguments(UserMemory memory) {
        this.memory = memory;
    }

    /** @return the address space that addresses belong to */
    public UserMemory memory() {
        return memory;
    }

    /** Changes the address space, at {@code execve(2)}. */
    public void memory(UserMemory newMemory) {
        memory = newMemory;
    }

    /** @return 4 KiB for one structure on its way in or out; its content does not outlive the next use */
    public OffHeap scratch() {
        OffHeap block = scratch;
        if (block == null) {
            block = OffHeap.allocate(4096);
            scratch = block;
        }
        return block;
    }

    /**
     * Room for a path on its way in.
     *
     * @param which 0 or 1: calls such as {@code rename(2)} have two
     * @return an array of 4,096 bytes, the kernel's PATH_MAX
     */
    public byte[] path(int which) {
        byte[] path = paths[which];
        if (path == null) {
            path = new byte[4096];
            paths[which] = path;
        }
        return path;
    }

    public UserBuffer buffer(int slot, long address, long length) {
        UserRange range = ranges[slot];
        if (range == null) {
            range = new UserRange(this);
            ranges[slot] = range;
        }
        return range.set(address, length);
    }

    public UserIovec iovec(int slot, long address, long count) {
        UserIovec.InMemory iovec = iovecs[slot];
        if (iovec == null) {
            iovec = new UserIovec.InMemory(this);
            iovecs[slot] = iovec;
        }
        return iovec.set(address, count);
    }

    public UserString string(int slot, long address) {
        UserString.InMemory string = strings[slot];
        if (string == null) {
            string = new UserString.InMemory(this);
            strings[slot] = string;
        }
        return string.set(address);
    }

    public UserInt ints(int slot, long address) {
        UserInt.InMemory words = ints[slot];
        if (words == null) {
            words = new UserInt.InMemory(this);
            ints[slot] = words;
        }
        return words.at(address);
    }

    public UserLong longs(int slot, long address) {
        UserLong.InMemory words = longs[slot];
        if (words == null) {
            words = new UserLong.InMemory(this);
            longs[slot] = words;
        }
        return words.at(address);
    }

    public <T> UserRef<T> ref(int slot, StructLayout<T> layout, long address) {
        @SuppressWarnings("unchecked") // set() gives it the layout that belongs to T
        UserRef.InMemory<T> ref = (UserRef.InMemory<T>) refs[slot];
        if (ref == null) {
            ref = new UserRef.InMemory<>(this, layout);
            refs[slot] = ref;
        }
        ref.set(layout, address);
        return ref;
    }

    public <T> UserArray<T> array(int slot, StructLayout<T> layout, long address, long length) {
        @SuppressWarnings("unchecked") // set() gives it the layout that belongs to T
        UserArray.InMemory<T> array = (UserArray.InMemory<T>) arrays[slot];
        if (array == null) {
            array = new UserArray.InMemory<>(this, layout);
            arrays[slot] = array;
        }
        array.set(layout, address, length);
        return array;
    }
}
