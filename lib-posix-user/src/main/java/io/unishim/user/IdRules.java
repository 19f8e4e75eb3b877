package io.unishim.user;

import io.unishim.task.Ids;
import org.jspecify.annotations.Nullable;

/** What setreuid(2), setresuid(2) and their twins for groups make of four ids; null where they do not allow it. */
final class IdRules {
    private static final int KEEP = -1;

    private IdRules() {}

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
