package io.unishim.testing;

import io.unishim.Shim;
import io.unishim.linux.Linux;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test a shim of its own, closed after it: a parameter of type {@link Shim} or {@link Linux} is all a test
 * needs.
 *
 * <pre>{@code
 * @ExtendWith(ShimExtension.class)
 * class MotdTest {
 *     @Test
 *     void is_empty_at_first(Linux linux) {
 *         int fd = linux.open("/etc/motd", O_RDONLY);
 *     }
 * }
 * }</pre>
 *
 * <p>For another shim than that of {@link Shim#boot()}, register an instance: {@code @RegisterExtension ShimExtension shim =
 * ShimExtension.of(builder -> builder.mount(Mount.overlay(Path.of("/"), "/")))}.
 */
public final class ShimExtension implements ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(ShimExtension.class);

    private final UnaryOperator<Shim.Builder> settings;

    /** A shim with every library on the class path and an empty file system. */
    public ShimExtension() {
        this(UnaryOperator.identity());
    }

    private ShimExtension(UnaryOperator<Shim.Builder> settings) {
        this.settings = settings;
    }

    /**
     * A shim as the builder is told.
     *
     * @param settings what to say to a new builder; called for each test that asks for a shim
     * @return the extension
     */
    public static ShimExtension of(UnaryOperator<Shim.Builder> settings) {
        return new ShimExtension(settings);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        Class<?> type = parameter.getParameter().getType();
        return type == Shim.class || type == Linux.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Shim shim = test.getStore(NAMESPACE)
                .computeIfAbsent(
                        ShimExtension.class,
                        key -> settings.apply(Shim.builder()).boot(),
                        Shim.class);
        return parameter.getParameter().getType() == Shim.class ? shim : shim.linux();
    }
}
