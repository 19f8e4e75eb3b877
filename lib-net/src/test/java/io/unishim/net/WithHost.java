package io.unishim.net;

import io.unishim.testing.CallScript;
import io.unishim.testing.HostProgram;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** A test whose scripts run against the host, too. */
abstract class WithHost {
    static HostProgram host;

    @BeforeAll
    static void compile() {
        host = CallScript.host();
    }

    @AfterAll
    static void delete() throws IOException {
        if (host != null) {
            host.close();
        }
    }
}
