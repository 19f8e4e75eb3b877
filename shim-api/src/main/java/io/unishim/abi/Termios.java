package io.unishim.abi;

/**
 * Settings of terminals: what {@code TCGETS} and {@code TCSETS} of {@link Ioctls} carry. See
 * {@code termios(3)} and {@code ioctl_tty(2)}.
 */
public final class Termios {
    // c_cc: places of the control characters

    /** How many there are. */
    public static final int NCCS = 19;
    /** Sends SIGINT. */
    public static final int VINTR = 0;
    /** Sends SIGQUIT. */
    public static final int VQUIT = 1;
    /** Erases a character. */
    public static final int VERASE = 2;
    /** Erases the line. */
    public static final int VKILL = 3;
    /** End of file. */
    public static final int VEOF = 4;
    /** Time-out in tenths of a second. */
    public static final int VTIME = 5;
    /** Least bytes of a read. */
    public static final int VMIN = 6;
    /** Unused. */
    public static final int VSWTC = 7;
    /** Starts output. */
    public static final int VSTART = 8;
    /** Stops output. */
    public static final int VSTOP = 9;
    /** Sends SIGTSTP. */
    public static final int VSUSP = 10;
    /** Ends a line. */
    public static final int VEOL = 11;
    /** Prints the line again. */
    public static final int VREPRINT = 12;
    /** Unused. */
    public static final int VDISCARD = 13;
    /** Erases a word. */
    public static final int VWERASE = 14;
    /** Takes the next character as it is. */
    public static final int VLNEXT = 15;
    /** Ends a line, too. */
    public static final int VEOL2 = 16;

    // c_iflag

    /** Ignore breaks. */
    public static final int IGNBRK = 01;
    /** Breaks send SIGINT. */
    public static final int BRKINT = 02;
    /** Ignore parity errors. */
    public static final int IGNPAR = 04;
    /** Mark parity errors. */
    public static final int PARMRK = 010;
    /** Check parity. */
    public static final int INPCK = 020;
    /** Clear the eighth bit. */
    public static final int ISTRIP = 040;
    /** Newline becomes return. */
    public static final int INLCR = 0100;
    /** Ignore returns. */
    public static final int IGNCR = 0200;
    /** Return becomes newline. */
    public static final int ICRNL = 0400;
    /** Upper case becomes lower case. */
    public static final int IUCLC = 01000;
    /** Flow control of output. */
    public static final int IXON = 02000;
    /** Any character starts output. */
    public static final int IXANY = 04000;
    /** Flow control of input. */
    public static final int IXOFF = 010000;
    /** Ring when the queue is full. */
    public static final int IMAXBEL = 020000;
    /** Input is UTF-8. */
    public static final int IUTF8 = 040000;

    // c_oflag

    /** Process output. */
    public static final int OPOST = 01;
    /** Lower case becomes upper case. */
    public static final int OLCUC = 02;
    /** Newline becomes return and newline. */
    public static final int ONLCR = 04;
    /** Return becomes newline. */
    public static final int OCRNL = 010;
    /** No return in column 0. */
    public static final int ONOCR = 020;
    /** Newline returns as well. */
    public static final int ONLRET = 040;
    /** The bits of tabs. */
    public static final int TABDLY = 014000;
    /** Tabs become blanks. */
    public static final int TAB3 = 014000;

    // c_cflag

    /** The bits that hold the speed. */
    public static final int CBAUD = 010017;
    /** Hang up. */
    public static final int B0 = 0;
    /** 9600 bits a second. */
    public static final int B9600 = 015;
    /** 19200 bits a second. */
    public static final int B19200 = 016;
    /** 38400 bits a second. */
    public static final int B38400 = 017;
    /** 115200 bits a second. */
    public static final int B115200 = 010002;
    /** Another speed, in c_ospeed. */
    public static final int BOTHER = 010000;
    /** The bits that hold the size. */
    public static final int CSIZE = 060;
    /** 5 bits. */
    public static final int CS5 = 0;
    /** 6 bits. */
    public static final int CS6 = 020;
    /** 7 bits. */
    public static final int CS7 = 040;
    /** 8 bits. */
    public static final int CS8 = 060;
    /** Two stop bits. */
    public static final int CSTOPB = 0100;
    /** Receive. */
    public static final int CREAD = 0200;
    /** Parity. */
    public static final int PARENB = 0400;
    /** Odd parity. */
    public static final int PARODD = 01000;
    /** Hang up at the last close. */
    public static final int HUPCL = 02000;
    /** Ignore the modem. */
    public static final int CLOCAL = 04000;

    // c_lflag

    /** Characters send signals. */
    public static final int ISIG = 01;
    /** By lines. */
    public static final int ICANON = 02;
    /** Upper case by escapes. */
    public static final int XCASE = 04;
    /** Echo. */
    public static final int ECHO = 010;
    /** Erase visibly. */
    public static final int ECHOE = 020;
    /** Erase the line visibly. */
    public static final int ECHOK = 040;
    /** Echo newlines even without {@link #ECHO}. */
    public static final int ECHONL = 0100;
    /** Signals drop no input. */
    public static final int NOFLSH = 0200;
    /** Output from the background sends SIGTTOU. */
    public static final int TOSTOP = 0400;
    /** Control characters echo as {@code ^X}. */
    public static final int ECHOCTL = 01000;
    /** Print what is erased. */
    public static final int ECHOPRT = 02000;
    /** Erase the line character by character. */
    public static final int ECHOKE = 04000;
    /** Output is being dropped. */
    public static final int FLUSHO = 010000;
    /** Print the line again. */
    public static final int PENDIN = 040000;
    /** Extensions. */
    public static final int IEXTEN = 0100000;
    /** The other side processes. */
    public static final int EXTPROC = 0200000;

    // TCXONC, TCFLSH

    /** Stop output. */
    public static final int TCOOFF = 0;
    /** Start output. */
    public static final int TCOON = 1;
    /** Send the stop character. */
    public static final int TCIOFF = 2;
    /** Send the start character. */
    public static final int TCION = 3;
    /** Drop input. */
    public static final int TCIFLUSH = 0;
    /** Drop output. */
    public static final int TCOFLUSH = 1;
    /** Drop both. */
    public static final int TCIOFLUSH = 2;

    // TIOCPKT

    /** Data follows. */
    public static final int TIOCPKT_DATA = 0;
    /** Input was dropped. */
    public static final int TIOCPKT_FLUSHREAD = 1;
    /** Output was dropped. */
    public static final int TIOCPKT_FLUSHWRITE = 2;
    /** Output stopped. */
    public static final int TIOCPKT_STOP = 4;
    /** Output started. */
    public static final int TIOCPKT_START = 8;
    /** Flow control by characters is off. */
    public static final int TIOCPKT_NOSTOP = 16;
    /** Flow control by characters is on. */
    public static final int TIOCPKT_DOSTOP = 32;
    /** Settings changed. */
    public static final int TIOCPKT_IOCTL = 64;

    private Termios() {}
}
