package io.unishim.lambda;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** Where one class makes lambdas: each such place becomes a call of the factory method of a class. */
final class LambdaSites extends ClassVisitor {
    private static final String METAFACTORY = "java/lang/invoke/LambdaMetafactory";

    private final ClassReader reader;
    private final ClassWriter writer;
    private final Map<String, byte[]> made = new LinkedHashMap<>();
    private @Nullable String nestHost;

    private LambdaSites(ClassReader reader, ClassWriter writer) {
        super(Opcodes.ASM9, writer);
        this.reader = reader;
        this.writer = writer;
    }

    static LambdaSites of(byte[] bytes) {
        ClassReader reader = new ClassReader(bytes);
        LambdaSites sites = new LambdaSites(reader, new ClassWriter(0));
        reader.accept(sites, 0);
        return sites;
    }

    byte[] rewritten() {
        return writer.toByteArray();
    }

    /** @return the classes of the lambdas by their internal names */
    Map<String, byte[]> made() {
        return made;
    }

    /** @return the internal name of the class whose nest all are in */
    String host() {
        return nestHost == null ? reader.getClassName() : nestHost;
    }

    @Override
    public void visitNestHost(String host) {
        nestHost = host;
        super.visitNestHost(host);
    }

    @Override
    public @Nullable MethodVisitor visitMethod(
            int access, String name, String descriptor, @Nullable String signature, String @Nullable [] exceptions) {
        return new MethodVisitor(Opcodes.ASM9, super.visitMethod(access, name, descriptor, signature, exceptions)) {
            @Override
            public void visitInvokeDynamicInsn(
                    String method, String factory, Handle bootstrap, @Nullable Object... arguments) {
                if (bootstrap.getOwner().equals(METAFACTORY)
                        && bootstrap.getName().equals("metafactory")
                        && arguments[0] instanceof Type erased
                        && arguments[1] instanceof Handle body
                        && arguments[2] instanceof Type instantiated) {
                    LambdaClass lambda = new LambdaClass(method, factory, erased, body, instantiated);
                    if (lambda.possible(reader.getClassName())) {
                        String type = reader.getClassName() + "$Lambda" + made.size();
                        made.put(type, lambda.make(type, host()));
                        visitMethodInsn(Opcodes.INVOKESTATIC, type, LambdaClass.FACTORY, factory, false);
                        return;
                    }
                }
                super.visitInvokeDynamicInsn(method, factory, bootstrap, arguments);
            }
        };
    }
}
