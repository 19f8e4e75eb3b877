package io.unishim.ipc;

import static io.unishim.abi.Errnos.EIDRM;
import static io.unishim.abi.Errnos.EINVAL;
import static io.unishim.abi.Errnos.ERANGE;
import static io.unishim.abi.Ipc.GETALL;
import static io.unishim.abi.Ipc.GETNCNT;
import static io.unishim.abi.Ipc.GETPID;
import static io.unishim.abi.Ipc.GETVAL;
import static io.unishim.abi.Ipc.GETZCNT;
import static io.unishim.abi.Ipc.IPC_INFO;
import static io.unishim.abi.Ipc.IPC_RMID;
import static io.unishim.abi.Ipc.IPC_SET;
import static io.unishim.abi.Ipc.IPC_STAT;
import static io.unishim.abi.Ipc.SEM_INFO;
import static io.unishim.abi.Ipc.SEM_STAT;
import static io.unishim.abi.Ipc.SEM_STAT_ANY;
import static io.unishim.abi.Ipc.SETALL;
import static io.unishim.abi.Ipc.SETVAL;

import io.unishim.struct.IpcPerm;
import io.unishim.struct.SemidDs;
import io.unishim.struct.Seminfo;
import io.unishim.task.Task;

/** {@code semctl(2)}. */
final class SemaphoreControl {
    private static final int ALL = -1;

    private final SemaphoreSets sets;

    SemaphoreControl(SemaphoreSets sets) {
        this.sets = sets;
    }

    long control(Task task, int id, int number, int op, long argument) {
        if (id < 0) {
            return -EINVAL;
        }
        return switch (op) {
            case IPC_INFO, SEM_INFO -> {
                task.arguments().ref(0, Seminfo.LAYOUT, argument).set(sets.info(op == SEM_INFO));
                yield sets.ids().highest();
            }
            case IPC_STAT, SEM_STAT, SEM_STAT_ANY -> stat(task, id, op, argument);
            case GETVAL, GETPID, GETNCNT, GETZCNT -> under(id, set -> get(task, set, number, op));
            case GETALL -> getAll(task, id, argument);
            case SETALL -> setAll(task, id, argument);
            case SETVAL -> {
                int value = (int) argument;
                yield value < 0 || value > SemaphoreSet.MOST
                        ? -ERANGE
                        : under(id, set -> set(task, set, number, value));
            }
            case IPC_SET -> {
                IpcPerm wanted =
                        task.arguments().ref(0, SemidDs.LAYOUT, argument).get().perm();
                yield under(id, set -> {
                    long denied = set.control(task);
                    return denied != 0 ? denied : set.set(task, wanted);
                });
            }
            case IPC_RMID -> under(id, set -> remove(task, set));
            default -> -EINVAL;
        };
    }

    private interface Work {
        long on(SemaphoreSet set);
    }

    private long under(int id, Work work) {
        SemaphoreSet set = sets.ids().at(id);
        long problem = IpcIds.problem(set, id);
        if (problem != 0 || set == null) {
            return problem;
        }
        set.lock.lock();
        try {
            return set.removed() ? -EIDRM : work.on(set);
        } finally {
            set.lock.unlock();
        }
    }

    private long stat(Task task, int id, int op, long address) {
        SemaphoreSet there = sets.ids().at(id);
        int meant = op == IPC_STAT || there == null ? id : there.id();
        SemidDs[] told = new SemidDs[1];
        long result = under(meant, set -> {
            long denied = op == SEM_STAT_ANY ? 0 : set.permission(task, IpcObject.READ);
            told[0] = set.told();
            return denied != 0 || op == IPC_STAT ? denied : set.id();
        });
        if (result >= 0) {
            task.arguments().ref(0, SemidDs.LAYOUT, address).set(told[0]);
        }
        return result;
    }

    private static long get(Task task, SemaphoreSet set, int number, int op) {
        long denied = set.permission(task, IpcObject.READ);
        if (denied != 0) {
            return denied;
        }
        if (number < 0 || number >= set.size()) {
            return -EINVAL;
        }
        return switch (op) {
            case GETVAL -> set.value(number);
            case GETPID -> set.pid(number);
            default -> set.waiters(number, op == GETZCNT);
        };
    }

    private long getAll(Task task, int id, long address) {
        byte[][] bytes = new byte[1][];
        long result = under(id, set -> {
            bytes[0] = new byte[2 * set.size()];
            for (int i = 0; i < set.size(); i++) {
                bytes[0][2 * i] = (byte) set.value(i);
                bytes[0][2 * i + 1] = (byte) (set.value(i) >> 8);
            }
            return set.permission(task, IpcObject.READ);
        });
        if (result == 0) {
            task.memory().writeFully(address, bytes[0]);
        }
        return result;
    }

    private long setAll(Task task, int id, long address) {
        int[] size = new int[1];
        long denied = under(id, set -> {
            size[0] = set.size();
            return set.permission(task, IpcObject.WRITE);
        });
        if (denied != 0) {
            return denied;
        }
        byte[] bytes = new byte[2 * size[0]];
        task.memory().readFully(address, bytes);
        int[] values = new int[size[0]];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes[2 * i] & 0xff | (bytes[2 * i + 1] & 0xff) << 8;
            if (values[i] > SemaphoreSet.MOST) {
                return -ERANGE;
            }
        }
        return under(id, set -> {
            for (int i = 0; i < values.length; i++) {
                set.value(i, values[i]);
                set.pid(i, task.process().pid());
            }
            return changed(task, set, ALL);
        });
    }

    private static long set(Task task, SemaphoreSet set, int number, int value) {
        if (number < 0 || number >= set.size()) {
            return -EINVAL;
        }
        long denied = set.permission(task, IpcObject.WRITE);
        if (denied != 0) {
            return denied;
        }
        set.value(number, value);
        set.pid(number, task.process().pid());
        return changed(task, set, number);
    }

    private static long changed(Task task, SemaphoreSet set, int number) {
        set.forgetAdjustments(number);
        set.changed(task);
        set.letOthersGoOn();
        return 0;
    }

    private long remove(Task task, SemaphoreSet set) {
        long denied = set.control(task);
        if (denied == 0) {
            sets.ids().remove(set);
            set.remove();
        }
        return denied;
    }
}
