package io.unishim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.unishim.library.MicroLibrary;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LibrariesTest {
    @Test
    void all_are_those_that_service_loader_finds() {
        Stream<Class<?>> found = ServiceLoader.load(MicroLibrary.class).stream().map(ServiceLoader.Provider::type);

        assertThat(Stream.of(Libraries.all()).map(Object::getClass))
                .containsExactlyInAnyOrderElementsOf(found.toList());
    }
}
