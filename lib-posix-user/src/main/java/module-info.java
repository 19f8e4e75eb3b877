/** Users, groups and capabilities. */
module io.unishim.user {
    requires transitive io.unishim.api;
    requires static org.jspecify;

    exports io.unishim.user;

    provides io.unishim.library.MicroLibrary with
            io.unishim.user.UserLibrary;
}
