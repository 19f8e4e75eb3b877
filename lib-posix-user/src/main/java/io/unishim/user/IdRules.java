package io.unishim.user;

import io.unishim.memory.UserInt;
import io.unishim.task.Ids;
import org.jspecify.annotations.Nullable;

/** What setuid(2) and its kin, and their twins for groups, make of four ids; null where they do not allow it. */
final class IdRules {
    private static final int KEEP = -1;

    private IdRules() {}

    static @Nullable Ids set(Ids old, int id, boolean any) {
        if (any) {
            return Ids.all(id);
        }
        return id == old.real() || id == old.saved() ? new Ids(old.real(), id, old.saved(), id) : null;
    }

    static @Nullable Ids setfs(Ids old, int id, boolean any) {
        boolean changes = id != KEEP && id != old.fs();
        return changes && (any || old.has(id)) ? new Ids(old.real(), old.effective(), old.saved(), id) : null;
    }

    /** Fills what getresuid(2) and its twin tell. @return 0 */
    static long tell(Ids ids, UserInt real, UserInt effective, UserInt saved) {
        real.set(ids.real());
        effective.set(ids.effective());
        saved.set(ids.saved());
        return 0;
    }

    static @Nullable Ids setre(Ids old, int real, int effective, boolean any) {
        boolean realAllowed = real == KEEP || any || real == old.real() || real == old.effective();
        boolean effectiveAllowed = effective == KEEP || any || old.has(effective);
        if (!realAllowed || !effectiveAllowed) {
            return null;
        }
        int newReal = keep(real, old.real());
        int newEffective = keep(effective, old.effective());
        // man 2 setreuid: the saved id follows if the real id is set or the effective one becomes other than the real
        // one was.
        boolean follows = real != KEEP || effective != KEEP && effective != old.real();
        return new Ids(newReal, newEffective, follows ? newEffective : old.saved(), newEffective);
    }

    static @Nullable Ids setres(Ids old, int real, int effective, int saved, boolean any) {
        // Where nothing is to change, the fs id does not follow either: Linux returns early.
        boolean sameEffective = effective == KEEP || effective == old.effective() && effective == old.fs();
        if (keep(real, old.real()) == old.real() && sameEffective && keep(saved, old.saved()) == old.saved()) {
            return old;
        }
        if (!any && !(allowed(old, real) && allowed(old, effective) && allowed(old, saved))) {
            return null;
        }
        int newEffective = keep(effective, old.effective());
        return new Ids(keep(real, old.real()), newEffective, keep(saved, old.saved()), newEffective);
    }

    private static boolean allowed(Ids old, int id) {
        return id == KEEP || old.has(id);
    }

    private static int keep(int id, int old) {
        return id == KEEP ? old : id;
    }
}
