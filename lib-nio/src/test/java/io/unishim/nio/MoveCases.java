package io.unishim.nio;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.nio.file.Files;

/** Moves. */
final class MoveCases extends CaseFamily {
    MoveCases() {
        add("move a file", d -> {
            Files.move(file(d, "f", "abc"), d.resolve("g"));
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move a tree", d -> {
            Files.move(tree(d), d.resolve("there"));
            return list(d);
        });
        add("move over", d -> Files.move(file(d, "f", "abc"), file(d, "g", "")));
        add("move, replacing", d -> {
            Files.move(file(d, "f", "abc"), file(d, "g", ""), REPLACE_EXISTING);
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move at once over", d -> {
            Files.move(file(d, "f", "abc"), file(d, "g", ""), ATOMIC_MOVE);
            return list(d) + Files.readString(d.resolve("g"));
        });
        add("move at once a file over a directory", d -> Files.move(file(d, "f", ""), tree(d), ATOMIC_MOVE));
        add("move over a full directory", d -> Files.move(file(d, "f", ""), tree(d), REPLACE_EXISTING));
        add("move what is missing", d -> Files.move(d.resolve("x"), d.resolve("y")));
        add("move at once what is missing", d -> Files.move(d.resolve("x"), d.resolve("y"), ATOMIC_MOVE));
        add("move below itself", d -> Files.move(tree(d), d.resolve("tree/a/x")));
        add("move to itself", d -> {
            Files.move(file(d, "f", ""), d.resolve("f"));
            return list(d);
        });
        add("move to another name of itself", d -> {
            Files.createLink(d.resolve("g"), file(d, "f", ""));
            Files.move(d.resolve("f"), d.resolve("g"));
            return list(d);
        });
        add("move a link", d -> {
            Files.move(tree(d).resolve("dangling"), d.resolve("l"));
            return Files.readSymbolicLink(d.resolve("l")).toString();
        });
        add("move with attributes", d -> Files.move(file(d, "f", ""), d.resolve("g"), COPY_ATTRIBUTES));
        add("move into what is missing", d -> Files.move(file(d, "f", ""), d.resolve("x/g")));
    }
}
