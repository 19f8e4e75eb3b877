package io.unishim.bench.files;

import com.github.marschall.memoryfilesystem.MemoryFileSystemBuilder;
import java.nio.file.Files;

/** memoryfilesystem, by Philippe Marschall. */
public class MemoryFilesystemFiles extends JavaFiles {
    /** Makes the file system. */
    public MemoryFilesystemFiles() {
        super(() ->
                Files.createDirectory(MemoryFileSystemBuilder.newLinux().build().getPath("/bench")));
    }
}
