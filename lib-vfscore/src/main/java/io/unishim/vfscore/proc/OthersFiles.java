package io.unishim.vfscore.proc;

import io.unishim.file.ProcFiles;
import io.unishim.vfscore.pseudo.PseudoDirectory;
import io.unishim.vfscore.pseudo.PseudoFile;
import io.unishim.vfscore.pseudo.PseudoFs;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What other libraries have said of /proc at boot; planted in every mount of it. */
final class OthersFiles implements ProcFiles {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(
            String path,
            int permissions,
            Text text,
            @Nullable Store store) {}

    @Override
    public void file(String path, Text text) {
        entries.add(new Entry(path, 0444, text, null));
    }

    @Override
    public void setting(String path, Text text, Store store) {
        entries.add(new Entry(path, 0644, text, store));
    }

    void plant(PseudoFs proc, PseudoDirectory root) {
        for (Entry each : entries) {
            PseudoDirectory directory = root;
            String[] names = each.path().split("/");
            for (int i = 0; i < names.length - 1; i++) {
                directory = directory.directory(names[i]);
            }
            Store store = each.store();
            directory.add(
                    names[names.length - 1],
                    new PseudoFile(proc, each.permissions(), each.text()::text, store == null ? null : store::store));
        }
    }
}
