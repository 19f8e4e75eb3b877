/** What tests of Unishim, of libraries for it and of programs on it stand on. */
module io.unishim.testing {
    requires transitive io.unishim.api;
    requires transitive org.assertj.core;
    requires transitive org.junit.jupiter.api;
    requires io.unishim.host;
    requires static org.jspecify;

    exports io.unishim.testing;

    uses io.unishim.ShimProvider;
}
