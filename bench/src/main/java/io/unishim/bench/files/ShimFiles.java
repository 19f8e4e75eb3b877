package io.unishim.bench.files;

import io.unishim.Shim;
import io.unishim.nio.ShimFileSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A shim's files by its java.nio view. */
public class ShimFiles extends JavaFiles {
    private final Shim shim;

    /** Boots a shim. */
    public ShimFiles() {
        this(Shim.boot());
    }

    private ShimFiles(Shim shim) {
        super(() -> Files.createDirectory(ShimFileSystem.of(shim).getPath("/bench")));
        this.shim = shim;
    }

    @Override
    void shut(Path top) throws IOException {
        super.shut(top);
        shim.close();
    }
}
