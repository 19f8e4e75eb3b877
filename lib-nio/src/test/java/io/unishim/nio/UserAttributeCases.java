package io.unishim.nio;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Extended attributes. */
final class UserAttributeCases extends CaseFamily {
    UserAttributeCases() {
        add("extended attributes", d -> {
            Path f = file(d, "f", "");
            UserDefinedFileAttributeView v = Files.getFileAttributeView(f, UserDefinedFileAttributeView.class);
            List<Object> seen = new ArrayList<>();
            seen.add(v.list());
            seen.add(v.write("note", bytes("hello")));
            v.write("empty", bytes(""));
            seen.add(new TreeSet<>(v.list()));
            seen.add(v.size("note"));
            ByteBuffer b = ByteBuffer.allocate(9);
            seen.add(v.read("note", b));
            seen.add(text(b));
            v.delete("note");
            seen.add(v.list());
            Files.setAttribute(f, "user:x", new byte[] {1});
            seen.add(((byte[]) Files.getAttribute(f, "user:x")).length);
            return seen;
        });
        add(
                "read an extended attribute that is missing",
                d -> Files.getFileAttributeView(d, UserDefinedFileAttributeView.class)
                        .read("x", ByteBuffer.allocate(1)));
        add(
                "size of an extended attribute that is missing",
                d -> Files.getFileAttributeView(d, UserDefinedFileAttributeView.class)
                        .size("x"));
        add("delete an extended attribute that is missing", d -> {
            Files.getFileAttributeView(d, UserDefinedFileAttributeView.class).delete("x");
            return "";
        });
        add("an extended attribute into too little", d -> {
            UserDefinedFileAttributeView v = Files.getFileAttributeView(d, UserDefinedFileAttributeView.class);
            v.write("x", bytes("hello"));
            return v.read("x", ByteBuffer.allocate(1));
        });
    }
}
