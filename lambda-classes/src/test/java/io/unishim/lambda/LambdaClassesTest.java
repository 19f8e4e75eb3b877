package io.unishim.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

class LambdaClassesTest {
    private static final List<String> NAMES =
            List.of("Named", "ManyLambdas", "ManyLambdas$Doubling", "ManyLambdas$Inner");

    @Test
    void a_rewritten_jar_computes_the_same(@TempDir Path directory) throws Exception {
        Path jar = directory.resolve("many.jar");
        Files.write(jar, new byte[0]);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(jar))) {
            out.putNextEntry(new ZipEntry("META-INF/some.txt"));
            out.write('x');
            for (Map.Entry<String, byte[]> each : original().entrySet()) {
                out.putNextEntry(new ZipEntry(each.getKey()));
                out.write(each.getValue());
            }
        }

        LambdaClasses.main(jar.toString());

        try (URLClassLoader loader = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
            Object many = loader.loadClass(ManyLambdas.class.getName())
                    .getConstructor()
                    .newInstance();
            assertThat(((Supplier<?>) many).get()).isEqualTo(new ManyLambdas().get());
            assertThat(many.getClass()).isNotSameAs(ManyLambdas.class);
            assertThat(loader.getResource("META-INF/some.txt")).isNotNull();
        }
        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(jar);
        }
    }

    @Test
    void no_site_is_left() throws IOException {
        Map<String, byte[]> before = original();
        Map<String, byte[]> after = LambdaClasses.rewritten(before);

        assertThat(sites(before)).isNotEmpty();
        assertThat(sites(after)).isEmpty();
        assertThat(after).hasSize(before.size() + sites(before).size());
    }

    private static Map<String, byte[]> original() throws IOException {
        Map<String, byte[]> classes = new HashMap<>();
        for (String name : NAMES) {
            String file = ManyLambdas.class.getPackageName().replace('.', '/') + "/" + name + ".class";
            try (InputStream in = LambdaClassesTest.class.getClassLoader().getResourceAsStream(file)) {
                classes.put(file, in.readAllBytes());
            }
        }
        return classes;
    }

    private static List<String> sites(Map<String, byte[]> classes) {
        List<String> sites = new ArrayList<>();
        for (byte[] bytes : classes.values()) {
            new ClassReader(bytes).accept(new Finder(sites), 0);
        }
        return sites;
    }

    private static final class Finder extends ClassVisitor {
        private final List<String> sites;

        Finder(List<String> sites) {
            super(Opcodes.ASM9);
            this.sites = sites;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String method, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
                @Override
                public void visitInvokeDynamicInsn(String name, String type, Handle bootstrap, Object... arguments) {
                    if (bootstrap.getOwner().equals("java/lang/invoke/LambdaMetafactory")) {
                        sites.add(method + ": " + name + type);
                    }
                }
            };
        }
    }
}
