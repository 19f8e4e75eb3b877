package io.unishim.vfscore.poll;

import static io.unishim.abi.Poll.POLLERR;
import static io.unishim.abi.Poll.POLLHUP;
import static io.unishim.abi.Poll.POLLIN;
import static io.unishim.abi.Poll.POLLNVAL;
import static io.unishim.abi.Poll.POLLOUT;
import static io.unishim.abi.Poll.POLLPRI;
import static io.unishim.abi.Poll.POLLRDBAND;
import static io.unishim.abi.Poll.POLLRDNORM;
import static io.unishim.abi.Poll.POLLWRBAND;
import static io.unishim.abi.Poll.POLLWRNORM;

import io.unishim.memory.UserLong;
import io.unishim.task.Task;

/** The three sets of select(2), and what their bits mean as poll(2) has it (man 2 select, "Correspondence"). */
final class SelectSets {
    private static final int IN = POLLRDNORM | POLLRDBAND | POLLIN | POLLHUP | POLLERR | POLLNVAL;
    private static final int OUT = POLLWRBAND | POLLWRNORM | POLLOUT | POLLERR | POLLNVAL;
    private static final int EXCEPT = POLLPRI | POLLNVAL;
    private static final int[] MEANINGS = {IN, OUT, EXCEPT};

    private final int nfds;
    private final UserLong[] sets;
    private final long[][] words;

    SelectSets(int nfds, UserLong readfds, UserLong writefds, UserLong exceptfds) {
        this.nfds = nfds;
        this.sets = new UserLong[] {readfds, writefds, exceptfds};
        int length = (nfds + 63) / 64;
        this.words = new long[3][length];
        for (int set = 0; set < 3; set++) {
            for (int i = 0; i < length && !sets[set].isNull(); i++) {
                words[set][i] = sets[set].get(i);
            }
        }
    }

    private boolean bit(int set, int fd) {
        return (words[set][fd >> 6] >>> fd & 1) != 0;
    }

    /** @return the descriptors that are in one of the sets */
    PollSet asked(Task task) {
        PollSet asked = new PollSet(task, 8);
        for (int fd = 0; fd < nfds; fd++) {
            int events = 0;
            for (int set = 0; set < 3; set++) {
                events |= bit(set, fd) ? MEANINGS[set] : 0;
            }
            if (events != 0) {
                asked.add(fd, events);
            }
        }
        return asked;
    }

    /** Writes the sets back. @return the number of bits in them */
    long answer(PollSet set) {
        long[][] result = new long[3][words[0].length];
        long bits = 0;
        for (int i = 0; i < set.size(); i++) {
            int fd = set.fd(i);
            for (int which = 0; which < 3; which++) {
                if (bit(which, fd) && (set.happened(i) & MEANINGS[which]) != 0) {
                    result[which][fd >> 6] |= 1L << fd;
                    bits++;
                }
            }
        }
        for (int which = 0; which < 3; which++) {
            for (int i = 0; i < result[which].length && !sets[which].isNull(); i++) {
                sets[which].set(i, result[which][i]);
            }
        }
        return bits;
    }
}
