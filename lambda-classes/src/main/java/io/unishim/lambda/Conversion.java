package io.unishim.lambda;

import static org.objectweb.asm.Opcodes.*;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * How a value is handed on, as {@link java.lang.invoke.LambdaMetafactory} says: cast, boxed, unboxed or widened.
 *
 * @param from what it comes as
 * @param seen what it is known to be: the type arguments are filled in
 * @param to what is wanted
 */
record Conversion(Type from, Type seen, Type to) {
    private static final Map<Type, String> BOXES = Map.of(
            Type.BOOLEAN_TYPE, "java/lang/Boolean",
            Type.CHAR_TYPE, "java/lang/Character",
            Type.BYTE_TYPE, "java/lang/Byte",
            Type.SHORT_TYPE, "java/lang/Short",
            Type.INT_TYPE, "java/lang/Integer",
            Type.FLOAT_TYPE, "java/lang/Float",
            Type.LONG_TYPE, "java/lang/Long",
            Type.DOUBLE_TYPE, "java/lang/Double");

    boolean possible() {
        if (to.equals(Type.VOID_TYPE) || from.equals(to)) {
            return true;
        }
        if (primitive(from)) {
            return primitive(to) ? widening(from, to) != null : boxes(from, primitive(seen) ? to : seen);
        }
        return !primitive(to) || boxes(to, primitive(seen) ? from : seen);
    }

    void write(MethodVisitor code) {
        if (to.equals(Type.VOID_TYPE)) {
            if (from.getSize() > 0) {
                code.visitInsn(from.getSize() == 2 ? POP2 : POP);
            }
        } else if (from.equals(to)) {
            // Handed on as it is.
        } else if (primitive(from) && primitive(to)) {
            Integer opcode = widening(from, to);
            if (opcode != null && opcode != NOP) {
                code.visitInsn(opcode);
            }
        } else if (primitive(from)) {
            String box = BOXES.get(from);
            String descriptor = "(" + from.getDescriptor() + ")L" + box + ";";
            code.visitMethodInsn(INVOKESTATIC, box, "valueOf", descriptor, false);
        } else if (primitive(to)) {
            String box = BOXES.get(to);
            code.visitTypeInsn(CHECKCAST, box);
            code.visitMethodInsn(INVOKEVIRTUAL, box, to.getClassName() + "Value", "()" + to.getDescriptor(), false);
        } else if (!to.getInternalName().equals("java/lang/Object")) {
            code.visitTypeInsn(CHECKCAST, to.getInternalName());
        }
    }

    private static boolean primitive(Type type) {
        return BOXES.containsKey(type);
    }

    /** @return whether the reference type is the primitive's own box, or says nothing of a box */
    private static boolean boxes(Type primitive, Type reference) {
        String name = reference.getInternalName();
        return name.equals(BOXES.get(primitive)) || name.equals("java/lang/Object") || name.equals("java/lang/Number");
    }

    /** @return the instruction, NOP if there is none to make, null if this is no widening that is provided for */
    private static @Nullable Integer widening(Type from, Type to) {
        boolean small = from.getSort() <= Type.INT && !from.equals(Type.BOOLEAN_TYPE);
        if (small && to.equals(Type.LONG_TYPE)) {
            return I2L;
        }
        if (small && to.equals(Type.INT_TYPE)) {
            return NOP;
        }
        return null;
    }
}
