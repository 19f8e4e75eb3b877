package io.unishim.vfscore.pseudo;

import static io.unishim.abi.StatModes.S_IFREG;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import io.unishim.vfscore.tree.VfsPath;
import org.jspecify.annotations.Nullable;

/** A file whose text is made for whoever reads it. */
public class PseudoFile extends PseudoInode {
    /** Makes the text. */
    @FunctionalInterface
    public interface Content {
        /** @return the text as it is now, for the task that reads it; bytes as ISO 8859-1 */
        String text(Task task);
    }

    /** Takes what is written. */
    @FunctionalInterface
    public interface Store {
        /**
         * Takes a text.
         *
         * @param text what one {@code write(2)} wrote, without white space around it
         * @return 0 or a negative errno
         */
        long store(Task task, String text);
    }

    private final Content content;
    private final @Nullable Store store;

    /**
     * Makes one.
     *
     * @param permissions permission bits
     * @param content makes the text
     * @param store takes what is written, or null: {@code -EIO}
     */
    public PseudoFile(PseudoFs fileSystem, int permissions, Content content, @Nullable Store store) {
        super(fileSystem, S_IFREG | permissions);
        this.content = content;
        this.store = store;
    }

    Content content() {
        return content;
    }

    @Nullable
    Store store() {
        return store;
    }

    @Override
    public long open(Task task, VfsPath path, int flags, Found found) {
        return found.file(new PseudoOpenFile(this, path));
    }
}
