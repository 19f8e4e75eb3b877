package io.unishim.elfloader.image;

import static io.unishim.abi.Fcntl.AT_FDCWD;

import io.unishim.file.Descriptors;
import io.unishim.task.Task;

/**
 * What file is to be executed, as {@code execveat(2)} names it.
 *
 * @param directory where a relative path begins; with an empty path the file itself
 * @param path empty only with AT_EMPTY_PATH
 * @param flags AT_EMPTY_PATH, AT_SYMLINK_NOFOLLOW
 */
public record ExecutableName(int directory, String path, int flags) {
    /** @return a path in the task's view */
    public static ExecutableName of(String path) {
        return new ExecutableName(AT_FDCWD, path, 0);
    }

    /** Whether a descriptor says where the file is. */
    private boolean byDescriptor() {
        return directory != AT_FDCWD && !path.startsWith("/");
    }

    /** @return the path by which the program, and the interpreter of a script, finds the file */
    String shown() {
        if (!byDescriptor()) {
            return path;
        }
        return path.isEmpty() ? "/dev/fd/" + directory : "/dev/fd/" + directory + "/" + path;
    }

    /** @return the name of a program that was loaded so. @param link the path of the file that it came from */
    String nameOf(String link) {
        String named = byDescriptor() && path.isEmpty() ? link.replace(" (deleted)", "") : path;
        return named.substring(named.lastIndexOf('/') + 1);
    }

    /** @return whether that path leads nowhere once the program has begun: its descriptor is closed then */
    boolean isLost(Task task) {
        Descriptors table = task.process().stateOrNull(Descriptors.KEY);
        return byDescriptor() && table != null && table.closeOnExec(directory);
    }
}
