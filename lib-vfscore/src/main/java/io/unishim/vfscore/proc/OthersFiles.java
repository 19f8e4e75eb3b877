package io.unishim.vfscore.proc;

import io.unishim.file.ProcFiles;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import java.util.ArrayList;
import java.util.List;

/** What other libraries have for /proc; planted in every mount of it. */
final class OthersFiles implements ProcFiles {
    private final List<Filler> fillers = new ArrayList<>();

    @Override
    public void fill(Filler filler) {
        fillers.add(filler);
    }

    void plant(PseudoFs proc, PseudoDirectory root) {
        for (Filler each : fillers) {
            each.fill(new Planting(proc, root));
        }
    }

    private record Planting(PseudoFs proc, PseudoDirectory root) implements Tree {
        @Override
        public void file(String path, Text text) {
            add(path, new PseudoFile(proc, 0444, text::text, null));
        }

        @Override
        public void setting(String path, Text text, Store store) {
            add(path, new PseudoFile(proc, 0644, text::text, store::store));
        }

        private void add(String path, PseudoFile file) {
            PseudoDirectory directory = root;
            int from = 0;
            for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', from)) {
                directory = directory.directory(path.substring(from, slash));
                from = slash + 1;
            }
            directory.add(path.substring(from), file);
        }
    }
}
