package io.unishim.processor;

import com.palantir.javapoet.ClassName;

/** The types of shim-api and others that generated code names. */
final class Api {
    private static final String CALL = "io.unishim.call";
    private static final String MEMORY = "io.unishim.memory";

    static final ClassName SHIM = ClassName.get("io.unishim", "Shim");
    static final ClassName TASK = ClassName.get("io.unishim.task", "Task");
    static final ClassName SYSCALL = ClassName.get("io.unishim.abi", "Syscall");
    static final ClassName ERRNOS = ClassName.get("io.unishim.abi", "Errnos");

    static final ClassName CALLS = ClassName.get(CALL, "Calls");
    static final ClassName CALL_ANNOTATION = ClassName.get(CALL, "Call");
    static final ClassName ARGUMENT = ClassName.get(CALL, "Argument");
    static final ClassName KIND = ARGUMENT.nestedClass("Kind");
    static final ClassName CALL_DECLARATION = ClassName.get(CALL, "CallDeclaration");
    static final ClassName CALL_FAMILY = ClassName.get(CALL, "CallFamily");
    static final ClassName CALL_ROUTE = ClassName.get(CALL, "CallRoute");
    static final ClassName ERRNO_EXCEPTION = ClassName.get(CALL, "ErrnoException");
    static final ClassName RETURNS = ClassName.get(CALL, "Returns");
    static final ClassName SYSCALL_HANDLER = ClassName.get(CALL, "SyscallHandler");
    static final ClassName VIEW = ClassName.get(CALL, "View");

    static final ClassName ARGUMENTS = ClassName.get(MEMORY, "Arguments");
    static final ClassName MEMORY_FAULT = ClassName.get(MEMORY, "MemoryFault");
    static final ClassName STRUCT_LAYOUT = ClassName.get(MEMORY, "StructLayout");
    static final ClassName USER_MEMORY = ClassName.get(MEMORY, "UserMemory");
    static final ClassName USER_ARRAY = ClassName.get(MEMORY, "UserArray");
    static final ClassName USER_BUFFER = ClassName.get(MEMORY, "UserBuffer");
    static final ClassName USER_INT = ClassName.get(MEMORY, "UserInt");
    static final ClassName USER_IOVEC = ClassName.get(MEMORY, "UserIovec");
    static final ClassName USER_LONG = ClassName.get(MEMORY, "UserLong");
    static final ClassName USER_REF = ClassName.get(MEMORY, "UserRef");
    static final ClassName USER_STRING = ClassName.get(MEMORY, "UserString");

    static final ClassName NULLABLE = ClassName.get("org.jspecify.annotations", "Nullable");
    static final ClassName GENERATED = ClassName.get("javax.annotation.processing", "Generated");

    /** @return an annotation of {@code io.unishim.call} */
    static ClassName annotation(String simpleName) {
        return ClassName.get(CALL, simpleName);
    }

    private Api() {}
}
