package io.unishim.task;

/**
 * What {@code execve(2)} makes of a task's credentials and of what hangs on them. Whoever executes puts it on the task before
 * {@link Tasks#executed}, for the libraries to heed, and takes it away after.
 *
 * @param credentials who the task is then
 * @param secure whether the program shall not trust its environment (AT_SECURE in man 3 getauxval)
 * @param dumpable whether others like it may look into the process (PR_SET_DUMPABLE in man 2 prctl)
 * @param signalled whether the end of its parent still sends it what PR_SET_PDEATHSIG says
 * @param clears whether flags of its execution domain that make attacks easier are taken away (man 2 personality)
 */
public record Promotion(Credentials credentials, boolean secure, boolean dumpable, boolean signalled, boolean clears) {
    /** Where a task has it. */
    public static final StateKey<Promotion> KEY = StateKey.of("promotion");
}
