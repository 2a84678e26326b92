package io.mskcdc.local.clock;

import java.lang.instrument.ClassFileTransformer;
import java.nio.charset.StandardCharsets;
import java.security.ProtectionDomain;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Makes classes read {@link SteppedClock} instead of the machine's clock. Java's own classes keep
 * the machine's.
 */
final class ClockReads implements ClassFileTransformer {
  private static final String STEPPED = Type.getInternalName(SteppedClock.class);
  private static final byte[] MILLIS = "currentTimeMillis".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] INSTANT = "java/time/Instant".getBytes(StandardCharsets.US_ASCII);

  @Override
  public byte[] transform(
      ClassLoader loader,
      String name,
      Class<?> redefined,
      ProtectionDomain domain,
      byte[] classFile) {
    boolean isOfJava = loader == null || loader == ClassLoader.getPlatformClassLoader();
    if (isOfJava || STEPPED.equals(name)) {
      return null;
    }
    // Few classes read the clock, and a search is faster than to parse all of them.
    if (!contains(classFile, MILLIS) && !contains(classFile, INSTANT)) {
      return null;
    }
    ClassReader reader = new ClassReader(classFile);
    ClassWriter writer = new ClassWriter(reader, 0);
    reader.accept(new Reads(writer), 0);
    return writer.toByteArray();
  }

  private static boolean contains(byte[] all, byte[] part) {
    for (int i = 0; i <= all.length - part.length; i++) {
      int matching = 0;
      while (matching < part.length && all[i + matching] == part[matching]) {
        matching++;
      }
      if (matching == part.length) {
        return true;
      }
    }
    return false;
  }

  private static final class Reads extends ClassVisitor {
    Reads(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          boolean readsClock =
              opcode == Opcodes.INVOKESTATIC
                  && (owner.equals("java/lang/System") && method.equals("currentTimeMillis")
                      || owner.equals("java/time/Instant") && type.equals("()Ljava/time/Instant;"));
          super.visitMethodInsn(opcode, readsClock ? STEPPED : owner, method, type, isInterface);
        }
      };
    }
  }
}
