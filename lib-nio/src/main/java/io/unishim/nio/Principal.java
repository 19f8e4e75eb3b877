package io.unishim.nio;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import org.jspecify.annotations.Nullable;

/** Users and groups, which are numbers; a name is for people, and known only to whoever looked it up. */
sealed interface Principal {
    /** @return the number */
    int id();

    /** A user. @param name null to show the number */
    record User(int id, @Nullable String name) implements Principal, UserPrincipal {
        @Override
        public String getName() {
            return shown(name, id);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof User that && that.id == id;
        }

        @Override
        public int hashCode() {
            return id;
        }

        @Override
        public String toString() {
            return getName();
        }
    }

    /** A group. @param name null to show the number */
    record Group(int id, @Nullable String name) implements Principal, GroupPrincipal {
        @Override
        public String getName() {
            return shown(name, id);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Group that && that.id == id;
        }

        @Override
        public int hashCode() {
            return ~id;
        }

        @Override
        public String toString() {
            return getName();
        }
    }

    private static String shown(@Nullable String name, int id) {
        return name == null ? Integer.toUnsignedString(id) : name;
    }
}
