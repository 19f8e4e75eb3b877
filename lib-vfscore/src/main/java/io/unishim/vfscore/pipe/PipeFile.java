package io.unishim.vfscore.pipe;

/** What is open is an end of a pipe, with a path or without. */
interface PipeFile {
    /** @return the pipe */
    Pipe pipe();
}
