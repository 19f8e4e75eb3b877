package io.unishim.abi;

import org.jspecify.annotations.Nullable;

/**
 * An error of a system call: its name, its number and the text which glibc's {@code strerror(3)} gives.
 *
 * <p>Handlers return numbers and so use the constants of {@link Errnos}; this enum is for messages,
 * traces and tests. See {@code errno(3)}.
 */
public enum Errno {
    EPERM(Errnos.EPERM, "Operation not permitted"),
    ENOENT(Errnos.ENOENT, "No such file or directory"),
    ESRCH(Errnos.ESRCH, "No such process"),
    EINTR(Errnos.EINTR, "Interrupted system call"),
    EIO(Errnos.EIO, "Input/output error"),
    ENXIO(Errnos.ENXIO, "No such device or address"),
    E2BIG(Errnos.E2BIG, "Argument list too long"),
    ENOEXEC(Errnos.ENOEXEC, "Exec format error"),
    EBADF(Errnos.EBADF, "Bad file descriptor"),
    ECHILD(Errnos.ECHILD, "No child processes"),
    EAGAIN(Errnos.EAGAIN, "Resource temporarily unavailable"),
    ENOMEM(Errnos.ENOMEM, "Cannot allocate memory"),
    EACCES(Errnos.EACCES, "Permission denied"),
    EFAULT(Errnos.EFAULT, "Bad address"),
    ENOTBLK(Errnos.ENOTBLK, "Block device required"),
    EBUSY(Errnos.EBUSY, "Device or resource busy"),
    EEXIST(Errnos.EEXIST, "File exists"),
    EXDEV(Errnos.EXDEV, "Invalid cross-device link"),
    ENODEV(Errnos.ENODEV, "No such device"),
    ENOTDIR(Errnos.ENOTDIR, "Not a directory"),
    EISDIR(Errnos.EISDIR, "Is a directory"),
    EINVAL(Errnos.EINVAL, "Invalid argument"),
    ENFILE(Errnos.ENFILE, "Too many open files in system"),
    EMFILE(Errnos.EMFILE, "Too many open files"),
    ENOTTY(Errnos.ENOTTY, "Inappropriate ioctl for device"),
    ETXTBSY(Errnos.ETXTBSY, "Text file busy"),
    EFBIG(Errnos.EFBIG, "File too large"),
    ENOSPC(Errnos.ENOSPC, "No space left on device"),
    ESPIPE(Errnos.ESPIPE, "Illegal seek"),
    EROFS(Errnos.EROFS, "Read-only file system"),
    EMLINK(Errnos.EMLINK, "Too many links"),
    EPIPE(Errnos.EPIPE, "Broken pipe"),
    EDOM(Errnos.EDOM, "Numerical argument out of domain"),
    ERANGE(Errnos.ERANGE, "Numerical result out of range"),
    EDEADLK(Errnos.EDEADLK, "Resource deadlock avoided"),
    ENAMETOOLONG(Errnos.ENAMETOOLONG, "File name too long"),
    ENOLCK(Errnos.ENOLCK, "No locks available"),
    ENOSYS(Errnos.ENOSYS, "Function not implemented"),
    ENOTEMPTY(Errnos.ENOTEMPTY, "Directory not empty"),
    ELOOP(Errnos.ELOOP, "Too many levels of symbolic links"),
    ENOMSG(Errnos.ENOMSG, "No message of desired type"),
    EIDRM(Errnos.EIDRM, "Identifier removed"),
    ECHRNG(Errnos.ECHRNG, "Channel number out of range"),
    EL2NSYNC(Errnos.EL2NSYNC, "Level 2 not synchronized"),
    EL3HLT(Errnos.EL3HLT, "Level 3 halted"),
    EL3RST(Errnos.EL3RST, "Level 3 reset"),
    ELNRNG(Errnos.ELNRNG, "Link number out of range"),
    EUNATCH(Errnos.EUNATCH, "Protocol driver not attached"),
    ENOCSI(Errnos.ENOCSI, "No CSI structure available"),
    EL2HLT(Errnos.EL2HLT, "Level 2 halted"),
    EBADE(Errnos.EBADE, "Invalid exchange"),
    EBADR(Errnos.EBADR, "Invalid request descriptor"),
    EXFULL(Errnos.EXFULL, "Exchange full"),
    ENOANO(Errnos.ENOANO, "No anode"),
    EBADRQC(Errnos.EBADRQC, "Invalid request code"),
    EBADSLT(Errnos.EBADSLT, "Invalid slot"),
    EBFONT(Errnos.EBFONT, "Bad font file format"),
    ENOSTR(Errnos.ENOSTR, "Device not a stream"),
    ENODATA(Errnos.ENODATA, "No data available"),
    ETIME(Errnos.ETIME, "Timer expired"),
    ENOSR(Errnos.ENOSR, "Out of streams resources"),
    ENONET(Errnos.ENONET, "Machine is not on the network"),
    ENOPKG(Errnos.ENOPKG, "Package not installed"),
    EREMOTE(Errnos.EREMOTE, "Object is remote"),
    ENOLINK(Errnos.ENOLINK, "Link has been severed"),
    EADV(Errnos.EADV, "Advertise error"),
    ESRMNT(Errnos.ESRMNT, "Srmount error"),
    ECOMM(Errnos.ECOMM, "Communication error on send"),
    EPROTO(Errnos.EPROTO, "Protocol error"),
    EMULTIHOP(Errnos.EMULTIHOP, "Multihop attempted"),
    EDOTDOT(Errnos.EDOTDOT, "RFS specific error"),
    EBADMSG(Errnos.EBADMSG, "Bad message"),
    EOVERFLOW(Errnos.EOVERFLOW, "Value too large for defined data type"),
    ENOTUNIQ(Errnos.ENOTUNIQ, "Name not unique on network"),
    EBADFD(Errnos.EBADFD, "File descriptor in bad state"),
    EREMCHG(Errnos.EREMCHG, "Remote address changed"),
    ELIBACC(Errnos.ELIBACC, "Can not access a needed shared library"),
    ELIBBAD(Errnos.ELIBBAD, "Accessing a corrupted shared library"),
    ELIBSCN(Errnos.ELIBSCN, ".lib section in a.out corrupted"),
    ELIBMAX(Errnos.ELIBMAX, "Attempting to link in too many shared libraries"),
    ELIBEXEC(Errnos.ELIBEXEC, "Cannot exec a shared library directly"),
    EILSEQ(Errnos.EILSEQ, "Invalid or incomplete multibyte or wide character"),
    ERESTART(Errnos.ERESTART, "Interrupted system call should be restarted"),
    ESTRPIPE(Errnos.ESTRPIPE, "Streams pipe error"),
    EUSERS(Errnos.EUSERS, "Too many users"),
    ENOTSOCK(Errnos.ENOTSOCK, "Socket operation on non-socket"),
    EDESTADDRREQ(Errnos.EDESTADDRREQ, "Destination address required"),
    EMSGSIZE(Errnos.EMSGSIZE, "Message too long"),
    EPROTOTYPE(Errnos.EPROTOTYPE, "Protocol wrong type for socket"),
    ENOPROTOOPT(Errnos.ENOPROTOOPT, "Protocol not available"),
    EPROTONOSUPPORT(Errnos.EPROTONOSUPPORT, "Protocol not supported"),
    ESOCKTNOSUPPORT(Errnos.ESOCKTNOSUPPORT, "Socket type not supported"),
    EOPNOTSUPP(Errnos.EOPNOTSUPP, "Operation not supported"),
    EPFNOSUPPORT(Errnos.EPFNOSUPPORT, "Protocol family not supported"),
    EAFNOSUPPORT(Errnos.EAFNOSUPPORT, "Address family not supported by protocol"),
    EADDRINUSE(Errnos.EADDRINUSE, "Address already in use"),
    EADDRNOTAVAIL(Errnos.EADDRNOTAVAIL, "Cannot assign requested address"),
    ENETDOWN(Errnos.ENETDOWN, "Network is down"),
    ENETUNREACH(Errnos.ENETUNREACH, "Network is unreachable"),
    ENETRESET(Errnos.ENETRESET, "Network dropped connection on reset"),
    ECONNABORTED(Errnos.ECONNABORTED, "Software caused connection abort"),
    ECONNRESET(Errnos.ECONNRESET, "Connection reset by peer"),
    ENOBUFS(Errnos.ENOBUFS, "No buffer space available"),
    EISCONN(Errnos.EISCONN, "Transport endpoint is already connected"),
    ENOTCONN(Errnos.ENOTCONN, "Transport endpoint is not connected"),
    ESHUTDOWN(Errnos.ESHUTDOWN, "Cannot send after transport endpoint shutdown"),
    ETOOMANYREFS(Errnos.ETOOMANYREFS, "Too many references: cannot splice"),
    ETIMEDOUT(Errnos.ETIMEDOUT, "Connection timed out"),
    ECONNREFUSED(Errnos.ECONNREFUSED, "Connection refused"),
    EHOSTDOWN(Errnos.EHOSTDOWN, "Host is down"),
    EHOSTUNREACH(Errnos.EHOSTUNREACH, "No route to host"),
    EALREADY(Errnos.EALREADY, "Operation already in progress"),
    EINPROGRESS(Errnos.EINPROGRESS, "Operation now in progress"),
    ESTALE(Errnos.ESTALE, "Stale file handle"),
    EUCLEAN(Errnos.EUCLEAN, "Structure needs cleaning"),
    ENOTNAM(Errnos.ENOTNAM, "Not a XENIX named type file"),
    ENAVAIL(Errnos.ENAVAIL, "No XENIX semaphores available"),
    EISNAM(Errnos.EISNAM, "Is a named type file"),
    EREMOTEIO(Errnos.EREMOTEIO, "Remote I/O error"),
    EDQUOT(Errnos.EDQUOT, "Disk quota exceeded"),
    ENOMEDIUM(Errnos.ENOMEDIUM, "No medium found"),
    EMEDIUMTYPE(Errnos.EMEDIUMTYPE, "Wrong medium type"),
    ECANCELED(Errnos.ECANCELED, "Operation canceled"),
    ENOKEY(Errnos.ENOKEY, "Required key not available"),
    EKEYEXPIRED(Errnos.EKEYEXPIRED, "Key has expired"),
    EKEYREVOKED(Errnos.EKEYREVOKED, "Key has been revoked"),
    EKEYREJECTED(Errnos.EKEYREJECTED, "Key was rejected by service"),
    EOWNERDEAD(Errnos.EOWNERDEAD, "Owner died"),
    ENOTRECOVERABLE(Errnos.ENOTRECOVERABLE, "State not recoverable"),
    ERFKILL(Errnos.ERFKILL, "Operation not possible due to RF-kill"),
    EHWPOISON(Errnos.EHWPOISON, "Memory page has hardware error");

    /** Another name of {@link #EAGAIN}. */
    public static final Errno EWOULDBLOCK = EAGAIN;

    /** Another name of {@link #EDEADLK}. */
    public static final Errno EDEADLOCK = EDEADLK;

    /** Another name of {@link #EOPNOTSUPP}. */
    public static final Errno ENOTSUP = EOPNOTSUPP;

    /**
     * The greatest number that a raw result may carry: results of -4095 to -1 are errors, all others
     * are successes, addresses above 2<sup>63</sup> included. See {@code syscall(2)}.
     */
    public static final int MAX_ERRNO = 4095;

    private static final @Nullable Errno[] BY_NUMBER = byNumber();

    private final int number;
    private final String text;

    Errno(int number, String text) {
        this.number = number;
        this.text = text;
    }

    /** The number as programs see it in {@code errno}: positive. */
    public int number() {
        return number;
    }

    /** The text of {@code strerror(3)}, such as "No such file or directory". */
    public String text() {
        return text;
    }

    /** The error of that (positive) number, or null if Linux has none. */
    public static @Nullable Errno of(int number) {
        return number >= 0 && number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** Whether the raw result of a system call is an error. */
    public static boolean isError(long result) {
        return result < 0 && result >= -MAX_ERRNO;
    }

    private static @Nullable Errno[] byNumber() {
        Errno[] all = values();
        // The constants are in the order of their numbers.
        @Nullable Errno[] table = new @Nullable Errno[all[all.length - 1].number + 1];
        for (Errno errno : all) {
            table[errno.number] = errno;
        }
        return table;
    }
}
