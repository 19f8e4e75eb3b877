package io.unishim.vfscore.pseudo;

import static io.unishim.abi.Errnos.ENOENT;
import static io.unishim.abi.StatModes.S_IFLNK;

import io.unishim.task.Task;
import io.unishim.vfscore.tree.Found;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A symbolic link whose text is made for whoever reads it. */
public class PseudoLink extends PseudoInode {
    /** Says where a link leads. */
    @FunctionalInterface
    public interface Target {
        /** @return the text for the task that reads it, UTF-8; null if it leads nowhere: {@code -ENOENT} */
        @Nullable
        String text(Task task);
    }

    private final Target target;

    /** Makes a link of mode 0777. */
    public PseudoLink(PseudoFs fileSystem, Target target) {
        this(fileSystem, 0777, target);
    }

    /** Makes a link. */
    public PseudoLink(PseudoFs fileSystem, int permissions, Target target) {
        super(fileSystem, S_IFLNK | permissions);
        this.target = target;
    }

    @Override
    public long readlink(Task task, Found found) {
        String text = target.text(task);
        return text == null ? -ENOENT : found.bytes(text.getBytes(StandardCharsets.UTF_8));
    }
}
