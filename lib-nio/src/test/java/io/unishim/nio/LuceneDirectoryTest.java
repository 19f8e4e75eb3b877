package io.unishim.nio;

import io.unishim.Shim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.NIOFSDirectory;
import org.apache.lucene.tests.store.BaseDirectoryTestCase;
import org.junit.AfterClass;
import org.junit.BeforeClass;

/** What Lucene asks of a directory of files, asked of a shim's. */
public class LuceneDirectoryTest extends BaseDirectoryTestCase {
    @SuppressWarnings("NullAway.Init")
    private static Shim shim;

    @SuppressWarnings("NullAway.Init")
    private static ShimFileSystem files;

    @BeforeClass
    public static void boot() {
        shim = Shim.boot();
        files = ShimFileSystem.of(shim);
    }

    @AfterClass
    @SuppressWarnings("NullAway") // Lucene wants statics to be gone
    public static void close() {
        files.close();
        shim.close();
        files = null;
        shim = null;
    }

    @Override
    protected Directory getDirectory(Path path) throws IOException {
        // Lucene gives the place in the host's temporary directory; ours has the same name in the shim.
        Path ours = files.getPath(path.toAbsolutePath().toString());
        Files.createDirectories(ours);
        return new NIOFSDirectory(ours);
    }

    /** Lucene's own deletes a file below the host's path that it gave, where ours are not. */
    @Override
    public void testFsyncDoesntCreateNewFiles() {
        assumeTrue("it looks below the host's path", false);
    }

    /** Lucene's own waits for a checker of viruses that it put around the host's path. */
    @Override
    public void testPendingDeletions() {
        assumeTrue("it looks below the host's path", false);
    }
}
