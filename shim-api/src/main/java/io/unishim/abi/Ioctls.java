package io.unishim.abi;

/**
 * Requests of {@code ioctl(2)} to terminals, files, sockets and block devices. All are {@code int}, since
 * the kernel looks at 32 bits.
 *
 * <p>See {@code ioctl_tty(2)}, {@code netdevice(7)}, {@code socket(7)} and {@code tcp(7)}.
 */
public final class Ioctls {
    // Terminals: settings

    /** Get settings. */
    public static final int TCGETS = 0x5401;
    /** Set settings now. */
    public static final int TCSETS = 0x5402;
    /** Set settings when output has drained. */
    public static final int TCSETSW = 0x5403;
    /** Set settings when output has drained; drop input. */
    public static final int TCSETSF = 0x5404;
    /** Get settings, old form. */
    public static final int TCGETA = 0x5405;
    /** Set settings, old form. */
    public static final int TCSETA = 0x5406;
    /** Set settings, old form, when output has drained. */
    public static final int TCSETAW = 0x5407;
    /** Set settings, old form, when output has drained; drop input. */
    public static final int TCSETAF = 0x5408;
    /** Get settings, with any speed. */
    public static final int TCGETS2 = 0x802c542a;
    /** Set settings, with any speed. */
    public static final int TCSETS2 = 0x402c542b;
    /** Set settings, with any speed, when output has drained. */
    public static final int TCSETSW2 = 0x402c542c;
    /** Set settings, with any speed, when output has drained; drop input. */
    public static final int TCSETSF2 = 0x402c542d;
    /** Send a break. */
    public static final int TCSBRK = 0x5409;
    /** Send a break, as POSIX has it. */
    public static final int TCSBRKP = 0x5425;
    /** Stop or start the flow. */
    public static final int TCXONC = 0x540a;
    /** Drop input or output. */
    public static final int TCFLSH = 0x540b;

    // Terminals: the rest

    /** Exclusive use. */
    public static final int TIOCEXCL = 0x540c;
    /** No exclusive use. */
    public static final int TIOCNXCL = 0x540d;
    /** Make it the controlling terminal. */
    public static final int TIOCSCTTY = 0x540e;
    /** Give up the controlling terminal. */
    public static final int TIOCNOTTY = 0x5422;
    /** The foreground process group. */
    public static final int TIOCGPGRP = 0x540f;
    /** Set the foreground process group. */
    public static final int TIOCSPGRP = 0x5410;
    /** The session. */
    public static final int TIOCGSID = 0x5429;
    /** Bytes in the output queue. */
    public static final int TIOCOUTQ = 0x5411;
    /** Put a byte into the input. */
    public static final int TIOCSTI = 0x5412;
    /** The size. */
    public static final int TIOCGWINSZ = 0x5413;
    /** Set the size. */
    public static final int TIOCSWINSZ = 0x5414;
    /** Modem lines. */
    public static final int TIOCMGET = 0x5415;
    /** Raise modem lines. */
    public static final int TIOCMBIS = 0x5416;
    /** Lower modem lines. */
    public static final int TIOCMBIC = 0x5417;
    /** Set modem lines. */
    public static final int TIOCMSET = 0x5418;
    /** Is the carrier ignored? */
    public static final int TIOCGSOFTCAR = 0x5419;
    /** Whether the carrier is ignored. */
    public static final int TIOCSSOFTCAR = 0x541a;
    /** Which settings cannot be changed. */
    public static final int TIOCGLCKTRMIOS = 0x5456;
    /** Set which settings cannot be changed. */
    public static final int TIOCSLCKTRMIOS = 0x5457;
    /** Of the console. */
    public static final int TIOCLINUX = 0x541c;
    /** Console output comes here. */
    public static final int TIOCCONS = 0x541d;
    /** Packet mode. */
    public static final int TIOCPKT = 0x5420;
    /** Set the line discipline. */
    public static final int TIOCSETD = 0x5423;
    /** The line discipline. */
    public static final int TIOCGETD = 0x5424;
    /** Start a break. */
    public static final int TIOCSBRK = 0x5427;
    /** End a break. */
    public static final int TIOCCBRK = 0x5428;
    /** Number of the pseudo-terminal. */
    public static final int TIOCGPTN = 0x80045430;
    /** Lock the pseudo-terminal. */
    public static final int TIOCSPTLCK = 0x40045431;
    /** Is the pseudo-terminal locked? */
    public static final int TIOCGPTLCK = 0x80045439;
    /** Open the other side. */
    public static final int TIOCGPTPEER = 0x5441;
    /** Is packet mode on? */
    public static final int TIOCGPKT = 0x80045438;
    /** Is use exclusive? */
    public static final int TIOCGEXCL = 0x80045440;
    /** Number of the device. */
    public static final int TIOCGDEV = 0x80045432;
    /** Send a signal to the foreground of the slave. */
    public static final int TIOCSIG = 0x40045436;
    /** Hang up. */
    public static final int TIOCVHANGUP = 0x5437;

    // Descriptors and files

    /** Bytes that can be read. */
    public static final int FIONREAD = 0x541b;
    /** The same, by the name of terminals. */
    public static final int TIOCINQ = FIONREAD;
    /** Set or clear {@code O_NONBLOCK}. */
    public static final int FIONBIO = 0x5421;
    /** Set or clear {@code O_ASYNC}. */
    public static final int FIOASYNC = 0x5452;
    /** Set close-on-exec. */
    public static final int FIOCLEX = 0x5451;
    /** Clear close-on-exec. */
    public static final int FIONCLEX = 0x5450;
    /** Size of a file or directory. */
    public static final int FIOQSIZE = 0x5460;
    /** A block's number on the device. */
    public static final int FIBMAP = 0x1;
    /** Bytes of a block. */
    public static final int FIGETBSZ = 0x2;
    /** Freeze the file system. */
    public static final int FIFREEZE = 0xc0045877;
    /** Thaw the file system. */
    public static final int FITHAW = 0xc0045878;
    /** Where on the medium a file is. */
    public static final int FS_IOC_FIEMAP = 0xc020660b;
    /** Discard free blocks. */
    public static final int FITRIM = 0xc0185879;
    /** Share another file's blocks. */
    public static final int FICLONE = 0x40049409;
    /** Share a part of another file's blocks. */
    public static final int FICLONERANGE = 0x4020940d;
    /** Share blocks if they are equal. */
    public static final int FIDEDUPERANGE = 0xc0189436;
    /** Attributes of lsattr(1). */
    public static final int FS_IOC_GETFLAGS = 0x80086601;
    /** Set attributes of chattr(1). */
    public static final int FS_IOC_SETFLAGS = 0x40086602;
    /** The inode's generation. */
    public static final int FS_IOC_GETVERSION = 0x80087601;
    /** Attributes in the form of XFS. */
    public static final int FS_IOC_FSGETXATTR = 0x801c581f;
    /** Set attributes in the form of XFS. */
    public static final int FS_IOC_FSSETXATTR = 0x401c5820;
    /** The file system's label. */
    public static final int FS_IOC_GETFSLABEL = 0x81009431;
    /** Set the file system's label. */
    public static final int FS_IOC_SETFSLABEL = 0x41009432;

    // Block devices

    /** Set read-only. */
    public static final int BLKROSET = 0x125d;
    /** Is it read-only? */
    public static final int BLKROGET = 0x125e;
    /** Size in sectors of 512 bytes. */
    public static final int BLKGETSIZE = 0x1260;
    /** Flush. */
    public static final int BLKFLSBUF = 0x1261;
    /** Bytes of a sector. */
    public static final int BLKSSZGET = 0x1268;
    /** Bytes of a block. */
    public static final int BLKBSZGET = 0x80081270;
    /** Size in bytes. */
    public static final int BLKGETSIZE64 = 0x80081272;
    /** Discard. */
    public static final int BLKDISCARD = 0x1277;
    /** Bytes of a physical sector. */
    public static final int BLKPBSZGET = 0x127b;

    // Sockets

    /** Is the urgent data next? */
    public static final int SIOCATMARK = 0x8905;
    /** Who gets signals? */
    public static final int SIOCGPGRP = 0x8904;
    /** Set who gets signals. */
    public static final int SIOCSPGRP = 0x8902;
    /** Who gets signals? */
    public static final int FIOGETOWN = 0x8903;
    /** Set who gets signals. */
    public static final int FIOSETOWN = 0x8901;
    /** Bytes that can be read. */
    public static final int SIOCINQ = FIONREAD;
    /** Bytes not yet sent or acknowledged. */
    public static final int SIOCOUTQ = TIOCOUTQ;
    /** Bytes not yet sent. */
    public static final int SIOCOUTQNSD = 0x894b;
    /** Time of the last packet, in microseconds. */
    public static final int SIOCGSTAMP = 0x8906;
    /** Time of the last packet, in nanoseconds. */
    public static final int SIOCGSTAMPNS = 0x8907;

    // Interfaces and routes

    /** Add a route. */
    public static final int SIOCADDRT = 0x890b;
    /** Remove a route. */
    public static final int SIOCDELRT = 0x890c;
    /** Name by number. */
    public static final int SIOCGIFNAME = 0x8910;
    /** All that have addresses. */
    public static final int SIOCGIFCONF = 0x8912;
    /** Flags. */
    public static final int SIOCGIFFLAGS = 0x8913;
    /** Set flags. */
    public static final int SIOCSIFFLAGS = 0x8914;
    /** Address. */
    public static final int SIOCGIFADDR = 0x8915;
    /** Set the address. */
    public static final int SIOCSIFADDR = 0x8916;
    /** Address of the other end. */
    public static final int SIOCGIFDSTADDR = 0x8917;
    /** Set the address of the other end. */
    public static final int SIOCSIFDSTADDR = 0x8918;
    /** Broadcast address. */
    public static final int SIOCGIFBRDADDR = 0x8919;
    /** Set the broadcast address. */
    public static final int SIOCSIFBRDADDR = 0x891a;
    /** Network mask. */
    public static final int SIOCGIFNETMASK = 0x891b;
    /** Set the network mask. */
    public static final int SIOCSIFNETMASK = 0x891c;
    /** Metric. */
    public static final int SIOCGIFMETRIC = 0x891d;
    /** Set the metric. */
    public static final int SIOCSIFMETRIC = 0x891e;
    /** MTU. */
    public static final int SIOCGIFMTU = 0x8921;
    /** Set the MTU. */
    public static final int SIOCSIFMTU = 0x8922;
    /** Rename. */
    public static final int SIOCSIFNAME = 0x8923;
    /** Set the hardware address. */
    public static final int SIOCSIFHWADDR = 0x8924;
    /** Hardware address. */
    public static final int SIOCGIFHWADDR = 0x8927;
    /** Add a multicast address. */
    public static final int SIOCADDMULTI = 0x8931;
    /** Remove a multicast address. */
    public static final int SIOCDELMULTI = 0x8932;
    /** Number. */
    public static final int SIOCGIFINDEX = 0x8933;
    /** Length of the queue. */
    public static final int SIOCGIFTXQLEN = 0x8942;
    /** Set the length of the queue. */
    public static final int SIOCSIFTXQLEN = 0x8943;
    /** What memory and lines a device uses: struct ifmap. */
    public static final int SIOCGIFMAP = 0x8970;
    /** ethtool(8). */
    public static final int SIOCETHTOOL = 0x8946;
    /** Entry of the ARP table. */
    public static final int SIOCGARP = 0x8954;
    /** Set an entry of the ARP table. */
    public static final int SIOCSARP = 0x8955;
    /** Remove an entry of the ARP table. */
    public static final int SIOCDARP = 0x8953;

    // netdevice(7): flags of interfaces

    /** Running. */
    public static final int IFF_UP = 0x1;
    /** Has a broadcast address. */
    public static final int IFF_BROADCAST = 0x2;
    /** Debugging. */
    public static final int IFF_DEBUG = 0x4;
    /** Loopback. */
    public static final int IFF_LOOPBACK = 0x8;
    /** To one other end. */
    public static final int IFF_POINTOPOINT = 0x10;
    /** No trailers. */
    public static final int IFF_NOTRAILERS = 0x20;
    /** Ready. */
    public static final int IFF_RUNNING = 0x40;
    /** No ARP. */
    public static final int IFF_NOARP = 0x80;
    /** Receives everything. */
    public static final int IFF_PROMISC = 0x100;
    /** Receives all multicasts. */
    public static final int IFF_ALLMULTI = 0x200;
    /** Leads others. */
    public static final int IFF_MASTER = 0x400;
    /** Is led. */
    public static final int IFF_SLAVE = 0x800;
    /** Can multicast. */
    public static final int IFF_MULTICAST = 0x1000;
    /** Chooses the medium. */
    public static final int IFF_PORTSEL = 0x2000;
    /** Chooses the medium by itself. */
    public static final int IFF_AUTOMEDIA = 0x4000;
    /** Loses its address when down. */
    public static final int IFF_DYNAMIC = 0x8000;
    /** The user namespace that owns a namespace (man 2 ioctl_nsfs). */
    public static final int NS_GET_USERNS = 0xb701;
    /** The parent of a namespace. */
    public static final int NS_GET_PARENT = 0xb702;
    /** Which kind of namespace it is. */
    public static final int NS_GET_NSTYPE = 0xb703;
    /** Who made a user namespace. */
    public static final int NS_GET_OWNER_UID = 0xb704;

    private Ioctls() {}
}
