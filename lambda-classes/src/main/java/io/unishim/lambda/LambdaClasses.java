package io.unishim.lambda;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Rewrites a jar. */
public final class LambdaClasses {
    private static final String CLASS = ".class";

    private LambdaClasses() {}

    /**
     * Rewrites one jar in its place.
     *
     * @param arguments its path
     * @throws IOException if it cannot be read or written; it is as it was then
     */
    public static void main(String... arguments) throws IOException {
        Path jar = Path.of(arguments[0]);
        Path rewritten = jar.resolveSibling(jar.getFileName() + ".lambdas");
        try {
            rewrite(jar, rewritten);
            Files.move(rewritten, jar, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(rewritten);
        }
    }

    private static void rewrite(Path from, Path to) throws IOException {
        Map<String, byte[]> classes = new LinkedHashMap<>();
        try (ZipFile in = new ZipFile(from.toFile());
                ZipOutputStream out = new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(to)))) {
            for (Enumeration<? extends ZipEntry> entries = in.entries(); entries.hasMoreElements(); ) {
                ZipEntry entry = entries.nextElement();
                byte[] bytes = in.getInputStream(entry).readAllBytes();
                if (entry.getName().endsWith(CLASS)) {
                    classes.put(entry.getName(), bytes);
                } else {
                    write(out, entry.getName(), bytes);
                }
            }
            for (Map.Entry<String, byte[]> each : rewritten(classes).entrySet()) {
                write(out, each.getKey(), each.getValue());
            }
        }
    }

    /**
     * @param classes by the names of their files
     * @return them and those of their lambdas
     */
    static Map<String, byte[]> rewritten(Map<String, byte[]> classes) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        Map<String, List<String>> members = new HashMap<>();
        classes.forEach((name, bytes) -> {
            LambdaSites sites = LambdaSites.of(bytes);
            all.put(name, sites.rewritten());
            sites.made().forEach((lambda, made) -> all.put(lambda + CLASS, made));
            members.computeIfAbsent(sites.host() + CLASS, host -> new ArrayList<>())
                    .addAll(sites.made().keySet());
        });
        members.forEach((host, added) -> all.computeIfPresent(host, (name, bytes) -> Nest.with(bytes, added)));
        return all;
    }

    private static void write(ZipOutputStream out, String name, byte[] bytes) throws IOException {
        out.putNextEntry(new ZipEntry(name));
        out.write(bytes);
        out.closeEntry();
    }
}
