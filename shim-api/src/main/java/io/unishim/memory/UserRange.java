package io.unishim.memory;

/**
 * A range of a program's memory. One object serves many calls: its {@link Arguments} sets it anew for each.
 */
final class UserRange extends UserBuffer {
    private final Arguments owner;
    private long address;
    private long length;

    UserRange(Arguments owner) {
        this.owner = owner;
    }

    UserRange set(long newAddress, long newLength) {
        address = newAddress;
        length = newLength;
        return this;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public int put(long at, byte[] source, int from, int count) {
        return orFault(owner.memory().write(address + at, source, from, count), count);
    }

    @Override
    public int put(long at, OffHeap source, int from, int count) {
        return orFault(owner.memory().write(address + at, source, from, count), count);
    }

    @Override
    public int get(long at, byte[] target, int to, int count) {
        return orFault(owner.memory().read(address + at, target, to, count), count);
    }

    @Override
    public int get(long at, OffHeap target, int to, int count) {
        return orFault(owner.memory().read(address + at, target, to, count), count);
    }

    @Override
    public long hostAddress(long at, long count) {
        return owner.memory().hostAddress(address + at, count);
    }

    @Override
    public boolean anyThread() {
        return address < 0 || owner.memory().anyThread();
    }

    @Override
    public long addressIn(UserMemory memory) {
        return address;
    }
}
