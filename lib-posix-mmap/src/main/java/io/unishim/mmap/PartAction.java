package io.unishim.mmap;

/** Something done to a part of a range that is mapped alike. */
@FunctionalInterface
interface PartAction {
    /** @return 0 or a negative errno */
    long on(Mapped part);
}
