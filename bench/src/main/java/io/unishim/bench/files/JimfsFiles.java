package io.unishim.bench.files;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.Files;

/** jimfs, Google's file system in memory. */
public class JimfsFiles extends JavaFiles {
    /** Makes the file system. */
    public JimfsFiles() {
        super(() ->
                Files.createDirectory(Jimfs.newFileSystem(Configuration.unix()).getPath("/bench")));
    }
}
