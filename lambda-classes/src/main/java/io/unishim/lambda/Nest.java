package io.unishim.lambda;

import java.util.List;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Opcodes;

/** A class whose nest takes more members: they may call what is private in it (JVM specification, 5.4.4). */
final class Nest {
    private Nest() {}

    static byte[] with(byte[] host, List<String> members) {
        if (members.isEmpty()) {
            return host;
        }
        ClassWriter writer = new ClassWriter(0);
        new ClassReader(host)
                .accept(
                        new ClassVisitor(Opcodes.ASM9, writer) {
                            @Override
                            public void visitEnd() {
                                members.forEach(this::visitNestMember);
                                super.visitEnd();
                            }
                        },
                        0);
        return writer.toByteArray();
    }
}
