package io.unishim.bench.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The host's tmpfs. */
public class TmpfsFiles extends JavaFiles {
    /** Makes a directory. */
    public TmpfsFiles() {
        super(() -> Files.createTempDirectory(Path.of("/dev/shm"), "unishim-bench"));
    }

    @Override
    void shut(Path top) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(top)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : all) {
            Files.delete(each);
        }
    }
}
