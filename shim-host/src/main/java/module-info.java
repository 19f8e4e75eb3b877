/** The one door to the host: raw calls, machine code, copies that survive bad addresses. */
module io.unishim.host {
    requires transitive io.unishim.api;
    requires static org.jspecify;
    requires org.jnrproject.jffi;

    exports io.unishim.host;
}
