package io.unishim.task;

/**
 * The four user ids, or the four group ids, of a task (man 7 credentials). Ids are unsigned; -1 is none of them.
 *
 * @param real who started it
 * @param effective whose rights it has
 * @param saved what the effective id may become again
 * @param fs what the file system looks at; follows the effective id unless {@code setfsuid(2)} says otherwise
 */
public record Ids(int real, int effective, int saved, int fs) {
    /** @return the same id four times */
    public static Ids all(int id) {
        return new Ids(id, id, id, id);
    }

    /** @return whether one of real, effective and saved is the given id */
    public boolean has(int id) {
        return real == id || effective == id || saved == id;
    }

    /** @return whether real, effective and saved are all the given id */
    public boolean areAll(int id) {
        return real == id && effective == id && saved == id;
    }
}
