package io.unishim.task;

import io.unishim.struct.SigInfo;

/**
 * Process groups and sessions as terminals and senders of signals see them; provided by the library that owns them. See
 * {@code credentials(7)}.
 */
public interface JobControl {
    /** @return the id of a process's group */
    int group(Process process);

    /** @return the id of a process's session */
    int session(Process process);

    /** @return whether a process leads its session, for whatever that is worth to a terminal */
    boolean leadsSession(Process process);

    /**
     * Finds the session of a group; as the kernel does it for TIOCSPGRP, the id may also be that of a process.
     *
     * @return the session's id, or 0 if there is neither
     */
    int sessionOf(int group);

    /** @return whether nobody outside a process's group, but in its session, is the parent of a member */
    boolean orphaned(Process process);

    /** @return whether a task blocks a signal or its process ignores it */
    boolean ignores(Task task, int signal);

    /** Sends a signal to all members of a group, as the kernel does it: no permission is asked for. */
    void signalGroup(int group, int signal, SigInfo info);

    /**
     * Whether a sender of other credentials may signal a process, by the rule of SIGIO: {@code uid} and {@code euid} were
     * those of who said who is to be told (man 2 fcntl, F_SETOWN).
     */
    boolean maySignal(Process target, int uid, int euid);
}
