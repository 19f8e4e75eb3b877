package io.unishim.processor;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FamilyErrorsTest {
    @Test
    void class_cannot_hold_calls() {
        Declared.type("@Calls(\"sample\") class SampleCalls {}").fails("class SampleCalls", "stands on an interface");
    }

    @Test
    void annotation_cannot_hold_calls() {
        Declared.type("@Calls(\"sample\") @interface SampleCalls {}")
                .fails("interface SampleCalls", "stands on an interface");
    }

    @Test
    void nested_interface_cannot_hold_calls() {
        Declared.type("class SampleCalls {\n@Calls(\"sample\") interface Nested { long getpid(Task task); }\n}")
                .fails("interface Nested", "is not nested");
    }

    @Test
    void generic_interface_cannot_hold_calls() {
        Declared.type("@Calls(\"sample\") interface SampleCalls<T> { long getpid(Task task); }")
                .fails("interface SampleCalls", "no type parameters");
    }

    @Test
    void inherited_calls_are_refused() {
        Declared.type("interface Base { long getpid(Task task); }\n"
                        + "@Calls(\"sample\") interface SampleCalls extends Base {}")
                .fails("interface SampleCalls", "extends no other");
    }

    @Test
    void family_without_calls() {
        Declared.calls().fails("interface SampleCalls", "at least one call");
    }

    @Test
    void family_of_151_calls() {
        String[] calls = IntStream.rangeClosed(1, 151)
                .mapToObj(i -> "@Call(number = " + (2000 + i) + ") long call" + i + "(Task task);")
                .toArray(String[]::new);
        Declared.calls(calls).fails("interface SampleCalls", "at most 150 calls, not 151");
    }

    @Test
    void family_of_150_calls_with_6_arguments_each() {
        String arguments =
                IntStream.rangeClosed(1, 6).mapToObj(i -> "long x" + i).collect(Collectors.joining(", "));
        Declared.calls(IntStream.rangeClosed(1, 150)
                        .mapToObj(i ->
                                "@Call(number = " + (2000 + i) + ") long call" + i + "(Task task, " + arguments + ");")
                        .toArray(String[]::new))
                .isFine();
    }

    @Test
    void result_that_is_not_long() {
        Declared.calls("int getpid(Task task);").fails("getpid", "returns long");
    }

    @Test
    void method_without_parameters() {
        Declared.calls("long getpid();").fails("getpid", "the first parameter of a call is the Task");
    }

    @Test
    void first_parameter_that_is_not_a_task() {
        Declared.calls("long close(int fd);").fails("fd", "the first parameter of a call is the Task");
    }

    @Test
    void default_method() {
        Declared.calls("default long getpid(Task task) { return 1; }").fails("getpid", "abstract method");
    }

    @Test
    void static_method() {
        Declared.calls("static long getpid(Task task) { return 1; }").fails("getpid", "abstract method");
    }

    @Test
    void generic_method() {
        Declared.calls("<T> long getpid(Task task);").fails("getpid", "no type parameters");
    }

    @Test
    void method_that_throws() {
        Declared.calls("long getpid(Task task) throws java.io.IOException;").fails("getpid", "throws nothing");
    }

    @Test
    void name_that_linux_does_not_know() {
        Declared.calls("long getppid(Task task);", "long get_pid(Task task);")
                .fails("get_pid", "Linux has no call named get_pid");
    }

    @Test
    void name_in_upper_case() {
        Declared.calls("long GETPID(Task task);").fails("GETPID", "Linux has no call named GETPID");
    }

    @Test
    void name_that_cannot_be_written() {
        Declared.calls("@Call(name = \"open door\", number = 1024) long open(Task task);")
                .fails("open(", "is not a name of letters");
    }

    @Test
    void custom_number_on_a_call_of_linux() {
        Declared.calls("@Call(number = 1024) long getpid(Task task);").fails("getpid", "has Linux's number");
    }

    @Test
    void custom_number_too_small() {
        Declared.calls("@Call(number = 1023) long knock(Task task);").fails("knock", "from 1024 to 4095, not 1023");
    }

    @Test
    void custom_number_too_great() {
        Declared.calls("@Call(number = 4096) long knock(Task task);").fails("knock", "from 1024 to 4095, not 4096");
    }

    @Test
    void first_and_last_custom_number() {
        Declared.calls("@Call(number = 1024) long knock(Task task);", "@Call(number = 4095) long ring(Task task);")
                .isFine();
    }

    @Test
    void custom_number_twice() {
        Declared.calls("@Call(number = 1024) long knock(Task task);", "@Call(number = 1024) long ring(Task task);")
                .fails("ring", "two calls of number 1024");
    }

    @Test
    void call_twice() {
        Declared.calls("long getpid(Task task);", "@Call(name = \"getpid\") long pid(Task task);")
                .fails("pid(Task task)", "two calls named getpid");
    }

    @Test
    void method_twice() {
        Declared.calls("long dup(Task task, int fd);", "@Call(name = \"dup2\") long dup(Task task, int fd, int to);")
                .fails("dup(Task task, int fd, int to)", "two methods named dup");
    }

    @Test
    void view_that_would_redefine_a_method_of_object() {
        Declared.calls("@Call(number = 1024) long wait(Task task, long millis);")
                .fails("wait", "wait(long) would clash");
    }

    @Test
    void view_whose_overload_would_redefine_a_method_of_object() {
        Declared.calls("@Call(number = 1024) long notify(Task task, @Optional int how);")
                .fails("notify", "notify() would clash");
    }

    @Test
    void method_of_object_that_the_view_leaves_out() {
        Declared.calls("@Call(number = 1024, plainViewOnly = true) long hashCode(Task task);")
                .isFine();
    }

    @Test
    void interface_that_is_not_public() {
        Declared.type("@Calls(\"sample\") interface SampleCalls { long getpid(Task task); }")
                .isFine();
    }
}
