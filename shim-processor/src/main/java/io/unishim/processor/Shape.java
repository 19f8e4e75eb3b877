package io.unishim.processor;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The types that a parameter of a call may have. */
enum Shape {
    INT(TypeName.INT, 1, "INT"),
    LONG(TypeName.LONG, 1, "LONG"),
    STRING(Api.USER_STRING, 1, "STRING"),
    BUFFER(Api.USER_BUFFER, 2, "BUFFER"),
    IOVEC(Api.USER_IOVEC, 2, "IOVEC"),
    REF(Api.USER_REF, 1, "STRUCT"),
    ARRAY(Api.USER_ARRAY, 2, "ARRAY"),
    INTS(Api.USER_INT, 1, "INTS"),
    LONGS(Api.USER_LONG, 1, "LONGS");

    /** The type without its argument. */
    @SuppressWarnings("ImmutableEnumChecker") // it is, though JavaPoet does not say so
    final TypeName type;

    /** How many registers carry it. */
    final int registers;

    /** The constant of {@code Argument.Kind}, where no annotation says otherwise. */
    final String kind;

    Shape(TypeName type, int registers, String kind) {
        this.type = type;
        this.registers = registers;
        this.kind = kind;
    }

    /** @return whether it is carried as an address, which a Java object has to be lent for */
    boolean isPointer() {
        return this != INT && this != LONG;
    }

    /** @return whether it has the type of a structure as its argument */
    boolean hasStruct() {
        return this == REF || this == ARRAY;
    }

    /** @return the shape of that class, or null */
    static @Nullable Shape of(String qualifiedName) {
        for (Shape shape : values()) {
            if (shape.type instanceof ClassName name && name.canonicalName().equals(qualifiedName)) {
                return shape;
            }
        }
        return null;
    }

    /** @return all of them, as a message lists them */
    static String list() {
        return Arrays.stream(values())
                .map(shape -> (shape.type instanceof ClassName name ? name.simpleName() : shape.type.toString())
                        + (shape.hasStruct() ? "<T>" : ""))
                .collect(Collectors.joining(", "));
    }
}
