package io.unishim.lambda;

import static org.objectweb.asm.Opcodes.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Type;

/**
 * The class of one lambda: fields for what it captures, and the interface's method, which calls the lambda's body.
 *
 * @param method the interface's method
 * @param factory from the captured values to the interface
 * @param erased the method's type, without type parameters
 * @param body what the lambda runs
 * @param instantiated the method's type at this place
 */
record LambdaClass(String method, String factory, Type erased, Handle body, Type instantiated) {
    /** The static method that makes or gives the lambda. */
    static final String FACTORY = "lambda";

    private static final String INSTANCE = "INSTANCE";

    /**
     * @param owner the class that makes the lambda
     * @return whether another class can call its body, and {@link Conversion} hand on its values
     */
    boolean possible(String owner) {
        // Else it is a method of the superclass, which only the class itself can call past its own.
        if (body.getTag() == H_INVOKESPECIAL && !body.getOwner().equals(owner)) {
            return false;
        }
        List<Type> to = parameters();
        Type[] captured = captured();
        Type[] given = erased.getArgumentTypes();
        Type[] seen = instantiated.getArgumentTypes();
        for (int i = 0; i < given.length; i++) {
            if (!new Conversion(given[i], seen[i], to.get(captured.length + i)).possible()) {
                return false;
            }
        }
        return result().possible();
    }

    byte[] make(String name, String host) {
        ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
        String type = Type.getReturnType(factory).getInternalName();
        writer.visit(V11, ACC_FINAL | ACC_SYNTHETIC | ACC_SUPER, name, null, "java/lang/Object", new String[] {type});
        writer.visitNestHost(host);
        constructor(writer, name);
        if (captured().length == 0) {
            instance(writer, name);
        } else {
            factory(writer, name);
        }
        interfaceMethod(writer, name);
        writer.visitEnd();
        return writer.toByteArray();
    }

    private Type[] captured() {
        return Type.getArgumentTypes(factory);
    }

    private String constructorDescriptor() {
        return Type.getMethodDescriptor(Type.VOID_TYPE, captured());
    }

    private void constructor(ClassWriter writer, String name) {
        Type[] captured = captured();
        for (int i = 0; i < captured.length; i++) {
            writer.visitField(ACC_PRIVATE | ACC_FINAL, "captured" + i, captured[i].getDescriptor(), null, null);
        }
        MethodVisitor code = writer.visitMethod(ACC_PRIVATE, "<init>", constructorDescriptor(), null, null);
        code.visitCode();
        code.visitVarInsn(ALOAD, 0);
        code.visitMethodInsn(INVOKESPECIAL, "java/lang/Object", "<init>", "()V", false);
        int local = 1;
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitVarInsn(captured[i].getOpcode(ILOAD), local);
            code.visitFieldInsn(PUTFIELD, name, "captured" + i, captured[i].getDescriptor());
            local += captured[i].getSize();
        }
        end(code, RETURN);
    }

    /** A lambda that captures nothing is always the same one. */
    private void instance(ClassWriter writer, String name) {
        String type = "L" + name + ";";
        writer.visitField(ACC_PRIVATE | ACC_STATIC | ACC_FINAL, INSTANCE, type, null, null);
        MethodVisitor code = writer.visitMethod(ACC_STATIC, "<clinit>", "()V", null, null);
        code.visitCode();
        code.visitTypeInsn(NEW, name);
        code.visitInsn(DUP);
        code.visitMethodInsn(INVOKESPECIAL, name, "<init>", "()V", false);
        code.visitFieldInsn(PUTSTATIC, name, INSTANCE, type);
        end(code, RETURN);

        code = writer.visitMethod(ACC_STATIC, FACTORY, factory, null, null);
        code.visitCode();
        code.visitFieldInsn(GETSTATIC, name, INSTANCE, type);
        end(code, ARETURN);
    }

    private void factory(ClassWriter writer, String name) {
        MethodVisitor code = writer.visitMethod(ACC_STATIC, FACTORY, factory, null, null);
        code.visitCode();
        code.visitTypeInsn(NEW, name);
        code.visitInsn(DUP);
        int local = 0;
        for (Type each : captured()) {
            code.visitVarInsn(each.getOpcode(ILOAD), local);
            local += each.getSize();
        }
        code.visitMethodInsn(INVOKESPECIAL, name, "<init>", constructorDescriptor(), false);
        end(code, ARETURN);
    }

    private void interfaceMethod(ClassWriter writer, String name) {
        MethodVisitor code = writer.visitMethod(ACC_PUBLIC, method, erased.getDescriptor(), null, null);
        code.visitCode();
        if (constructs()) {
            code.visitTypeInsn(NEW, body.getOwner());
            code.visitInsn(DUP);
        }
        Type[] captured = captured();
        for (int i = 0; i < captured.length; i++) {
            code.visitVarInsn(ALOAD, 0);
            code.visitFieldInsn(GETFIELD, name, "captured" + i, captured[i].getDescriptor());
        }
        List<Type> to = parameters();
        Type[] given = erased.getArgumentTypes();
        Type[] seen = instantiated.getArgumentTypes();
        int local = 1;
        for (int i = 0; i < given.length; i++) {
            code.visitVarInsn(given[i].getOpcode(ILOAD), local);
            local += given[i].getSize();
            new Conversion(given[i], seen[i], to.get(captured.length + i)).write(code);
        }
        code.visitMethodInsn(opcode(), body.getOwner(), body.getName(), body.getDesc(), body.isInterface());
        result().write(code);
        end(code, erased.getReturnType().getOpcode(IRETURN));
    }

    private boolean constructs() {
        return body.getTag() == H_NEWINVOKESPECIAL;
    }

    private int opcode() {
        return switch (body.getTag()) {
            case H_INVOKESTATIC -> INVOKESTATIC;
            case H_NEWINVOKESPECIAL -> INVOKESPECIAL;
            default -> body.isInterface() ? INVOKEINTERFACE : INVOKEVIRTUAL;
        };
    }

    /** What the body takes, its receiver included. */
    private List<Type> parameters() {
        List<Type> all = new ArrayList<>();
        if (!constructs() && body.getTag() != H_INVOKESTATIC) {
            all.add(Type.getObjectType(body.getOwner()));
        }
        Collections.addAll(all, Type.getArgumentTypes(body.getDesc()));
        return all;
    }

    private Conversion result() {
        Type from = constructs() ? Type.getObjectType(body.getOwner()) : Type.getReturnType(body.getDesc());
        return new Conversion(from, instantiated.getReturnType(), erased.getReturnType());
    }

    private static void end(MethodVisitor code, int opcode) {
        code.visitInsn(opcode);
        code.visitMaxs(0, 0);
        code.visitEnd();
    }
}
