/** Real servers and programs inside a JUnit test. */
module io.unishim.junit {
    requires transitive io.unishim.api;
    requires transitive io.unishim.elfloader;
    requires transitive org.junit.jupiter.api;
    requires io.unishim.net;
    requires io.unishim.nio;
    requires static org.jspecify;

    exports io.unishim.junit;
}
