package io.unishim.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads archives for {@link Mount.Archive}; found by ServiceLoader, so that only who mounts archives needs one. */
public interface ArchiveReader {
    /**
     * Tells what an archive holds, in its order.
     *
     * @param archive a file of the host
     * @param sink told of each entry
     * @throws IOException if the file cannot be read, is no archive that is known, or ends too early; or what the sink threw
     */
    void read(Path archive, Sink sink) throws IOException;

    /** Takes what an archive holds. */
    interface Sink {
        /**
         * Takes an entry.
         *
         * @param entry what the archive says of it; nothing about it can be trusted
         * @param content of a file, to its end; of this call only
         */
        void add(ArchiveEntry entry, InputStream content) throws IOException;
    }
}
