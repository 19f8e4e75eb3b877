package io.unishim.elfloader.suites;

import io.unishim.elfloader.programs.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** A suite of tests in one program. */
interface Suite {
    /** @return its name among the {@link Exceptions}, without spaces */
    String name();

    /** @return what has to be installed to run it, or null if it is there */
    @Nullable
    String missing();

    /**
     * Makes what it needs.
     *
     * @param workshop for programs and data that stay; nothing there is changed by its tests
     * @param place an empty directory, the tests' working directory
     * @return the command that runs the tests, by absolute path, but for those that would end the others
     */
    String[] prepare(Path workshop, Path place, Exceptions exceptions) throws IOException;

    /** @return how each test ended, by its name */
    SortedMap<String, String> outcomes(Result result);
}
