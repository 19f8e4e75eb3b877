package io.unishim.processor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParameterErrorsTest {
    @ParameterizedTest
    @ValueSource(strings = {"String", "short", "byte[]", "int...", "Object", "Integer", "java.util.List<String>"})
    void type_that_no_register_carries(String type) {
        Declared.calls("long close(Task task, " + type + " fd);")
                .fails(
                        "fd",
                        "one of int, long, UserString, UserBuffer, UserIovec, UserRef<T>, UserArray<T>, UserInt, UserLong, not");
    }

    @Test
    void seven_registers() {
        Declared.calls("long mmap(Task task, long a, long b, int c, int d, int e, long f, int g);")
                .fails("mmap", "6 registers for its arguments, not 7");
    }

    @Test
    void seven_registers_of_which_a_buffer_takes_two() {
        Declared.calls("long sendto(Task task, int a, UserBuffer b, int c, UserBuffer d, int e);")
                .fails("sendto", "not 7 (a buffer, an iovec and an array take two)");
    }

    @ParameterizedTest
    @CsvSource({
        "Fd, long, an int",
        "DirFd, long, an int",
        "Mode, long, an int",
        "Signo, long, an int",
        "Address, int, a long",
        "Unsigned, UserBuffer, an int or a long",
        "Fd, UserInt, an int"
    })
    void annotation_on_the_wrong_type(String annotation, String type, String right) {
        Declared.calls("long close(Task task, @" + annotation + " " + type + " x);")
                .fails("x)", "@" + annotation + " stands on " + right);
    }

    @Test
    void flags_on_the_wrong_type() {
        Declared.calls("long close(Task task, @Flags(value = Fcntl.class, prefix = \"O_\") UserString x);")
                .fails("x)", "@Flags stands on an int or a long");
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "long", "UserString"})
    void out_on_what_cannot_be_filled(String type) {
        Declared.calls("long close(Task task, @Out " + type + " x);")
                .fails("x)", "@Out stands on what a call can fill");
    }

    @Test
    void two_meanings() {
        Declared.calls("long close(Task task, @Fd @Mode int x);").fails("x)", "@Fd and @Mode exclude each other");
    }

    @Test
    void constants_that_do_not_exist() {
        Declared.calls(
                        "long open(Task task, UserString path,",
                        "@Flags(value = Fcntl.class, prefix = \"ZZ_\") int flags);")
                .fails("flags", "Fcntl has no constant whose name begins with ZZ_");
    }

    @Test
    void alternatives_that_do_not_exist() {
        Declared.calls(
                        "long lseek(Task task, int fd, long at, @OneOf(value = Signals.class, prefix = \"SEEK_\") int how);")
                .fails("how", "Signals has no constant whose name begins with SEEK_");
    }

    @Test
    void class_of_constants_that_does_not_exist() {
        Declared.calls("long close(Task task, @Flags(value = Missing.class, prefix = \"X_\") int x);")
                .failsOnlyForTheCompiler("Missing");
    }

    @Test
    void type_that_does_not_exist() {
        Declared.calls("long close(Task task, Missing x);").failsOnlyForTheCompiler("Missing");
    }

    @Test
    void structure_that_does_not_exist() {
        Declared.calls("long fstat(Task task, int fd, @Out UserRef<Missing> x);")
                .failsOnlyForTheCompiler("Missing");
    }

    @Test
    void reference_to_a_type_without_layout() {
        Declared.calls("long fstat(Task task, int fd, @Out UserRef<String> x);")
                .fails("x)", "String has no public static field LAYOUT of type StructLayout<String>");
    }

    @Test
    void array_of_a_type_with_another_ones_layout() {
        Declared.calls(
                        "record Mine(long x) { public static final StructLayout<Stat> LAYOUT = Stat.LAYOUT; }",
                        "@Call(number = 1024) long list(Task task, @Out UserArray<Mine> x);")
                .fails("x)", "Mine has no public static field LAYOUT");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UserRef<?>", "UserRef<? extends Stat>", "UserArray<?>"})
    void structure_that_is_not_named(String type) {
        Declared.calls("long fstat(Task task, int fd, " + type + " x);").fails("x)", "names the record");
    }

    @Test
    void optional_parameter_in_the_middle() {
        Declared.calls("long openat(Task task, @Optional int dirfd, UserString path, int flags);")
                .fails("dirfd", "an @Optional parameter stands last");
    }

    @Test
    void optional_parameter_before_the_one_that_the_view_returns() {
        Declared.calls("long fstat(Task task, int fd, @Optional long extra, @Out UserRef<Stat> st);")
                .isFine();
    }

    @Test
    void structure_of_the_same_compilation() {
        Declared.calls(
                        "record Mine(long x) {",
                        "  public static final StructLayout<Mine> LAYOUT = new StructLayout<>(\"mine\", 8) {",
                        "    @Override public Mine decode(java.nio.ByteBuffer in, int at) { return new Mine(in.getLong(at)); }",
                        "    @Override public void encode(Mine m, java.nio.ByteBuffer out, int at) { out.putLong(at, m.x); }",
                        "  };",
                        "}",
                        "@Call(number = 1024) long list(Task task, @Out UserRef<Mine> x);")
                .isFine();
    }
}
