package io.unishim.linux;

import io.unishim.abi.Fcntl;
import io.unishim.abi.Prctl;
import io.unishim.call.Address;
import io.unishim.call.Call;
import io.unishim.call.Calls;
import io.unishim.call.DirFd;
import io.unishim.call.Flags;
import io.unishim.call.OneOf;
import io.unishim.memory.UserString;
import io.unishim.task.Task;

/** What a program asks of the engine that runs it. A task whose code is Java has no program: these calls fail. */
@Calls("programs")
public interface ProgramCalls {
    /**
     * Replaces the caller's program by another one (man 2 execve). Set-id bits and capabilities of the file count, unless its
     * mount is MS_NOSUID or the caller wants no new privileges; the process is then no longer dumpable.
     *
     * @param path of an ELF image or of a script that begins with {@code #!}
     * @param argv address of an array of string addresses that ends with NULL; NULL counts as an empty array
     * @param envp the same for the environment
     * @return does not return if it succeeds; {@code -E2BIG} if arguments and environment take more than a quarter of the
     *     stack or one more than 128 KiB; {@code -EACCES} if it is no regular file, or may not be executed or reached;
     *     {@code -EFAULT}; {@code -ELOOP} for too many symbolic links or interpreters; {@code -ENAMETOOLONG}; {@code
     *     -ENOENT} if it or its interpreter does not exist; {@code -ENOEXEC} if it is not in a known form;
     *     {@code -ETXTBSY} if it, or its interpreter, is open for writing; {@code
     *     -ENOMEM}; {@code -ENOTDIR}; {@code -EPERM} if the file has capabilities that are to be effective and that the caller's
     *     bounding set does not allow; {@code -ENOSYS} for a task whose code is Java
     */
    @Call(plainViewOnly = true)
    long execve(Task task, UserString path, @Address long argv, @Address long envp);

    /**
     * As {@link #execve}, of a file that a descriptor helps to name (man 2 execveat). A script that is executed by a
     * descriptor finds itself as {@code /dev/fd/N}, or {@code /dev/fd/N/path}.
     *
     * @param dirfd where a relative path begins, or with AT_EMPTY_PATH the file itself
     * @param path of the file; may be empty with AT_EMPTY_PATH
     * @param argv address of an array of string addresses that ends with NULL; NULL counts as an empty array
     * @param envp the same for the environment
     * @param flags AT_EMPTY_PATH; AT_SYMLINK_NOFOLLOW; AT_EXECVE_CHECK: only says whether the file may be executed
     * @return as {@link #execve}; {@code -EBADF} for a descriptor that is not open; {@code -EINVAL} for another flag; {@code
     *     -ELOOP} with AT_SYMLINK_NOFOLLOW for a symbolic link; {@code -ENOENT} also for a script by a descriptor that
     *     execve closes, and for an empty path without AT_EMPTY_PATH; {@code -ENOTDIR} for a relative path and a descriptor
     *     of no directory
     */
    @Call(plainViewOnly = true)
    long execveat(
            Task task,
            @DirFd int dirfd,
            UserString path,
            @Address long argv,
            @Address long envp,
            @Flags(value = Fcntl.class, prefix = "AT_") int flags);

    /**
     * Sets or tells the thread pointer (man 2 arch_prctl).
     *
     * @param op ARCH_SET_FS, ARCH_GET_FS; ARCH_SET_GS belongs to the engine
     * @param address the new value, or where to store the present one
     * @return 0; {@code -EFAULT} if the value cannot be stored; {@code -EPERM} if the new value is no user address;
     *     {@code -EINVAL} for another op; {@code -ENOSYS} for a task whose code is Java
     */
    @Call(plainViewOnly = true)
    long arch_prctl(Task task, @OneOf(value = Prctl.class, prefix = "ARCH_") int op, @Address long address);

    /**
     * Goes back to where a signal interrupted the program (man 2 sigreturn).
     *
     * @return what the interrupted code had in its result register; {@code -ENOSYS} for a task whose code is Java. A frame
     *     that cannot be read ends the program by SIGSEGV
     */
    @Call(plainViewOnly = true)
    long rt_sigreturn(Task task);
}
