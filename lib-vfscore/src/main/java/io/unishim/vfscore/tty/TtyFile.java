package io.unishim.vfscore.tty;

/** An open terminal, as its line discipline sees it. */
interface TtyFile {
    /** @return whether the terminal was hung up since: this open file will never work again */
    boolean hungUp();
}
