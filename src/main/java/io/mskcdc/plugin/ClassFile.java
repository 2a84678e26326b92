package io.mskcdc.plugin;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A class file, read without loading the class (JVMS 17, chapter 4). */
final class ClassFile {
  private static final int MAJOR_AT = 6;
  private static final byte[] KAFKA = "org/apache/kafka/".getBytes(StandardCharsets.US_ASCII);

  private final ClassReader reader;
  private Set<String> members;

  ClassFile(byte[] bytes) {
    reader = new ClassReader(bytes);
  }

  /**
   * A use of a class, or of a member of one.
   *
   * @param owner the internal name of the class
   * @param member name and descriptor in one, or null for the class itself
   */
  record Reference(String owner, String member) {
    @Override
    public String toString() {
      return owner.replace('/', '.') + (member == null ? "" : "." + member);
    }
  }

  /** Returns whether the constant pool of a class file can be read. */
  static boolean isReadable(byte[] bytes) {
    try {
      return new ClassFile(bytes).reader.getItemCount() > 0;
    } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
      return false;
    }
  }

  /** Returns the class-file version, and parses nothing else. */
  static int major(byte[] bytes) {
    return bytes.length < MAJOR_AT + 2
        ? 0
        : (bytes[MAJOR_AT] & 0xff) << 8 | (bytes[MAJOR_AT + 1] & 0xff);
  }

  /** Returns whether the class file contains the name of one of Kafka's packages. */
  static boolean mentionsKafka(byte[] bytes) {
    int last = bytes.length - KAFKA.length;
    for (int at = 0; at <= last; at++) {
      int matched = 0;
      while (matched < KAFKA.length && bytes[at + matched] == KAFKA[matched]) {
        matched++;
      }
      if (matched == KAFKA.length) {
        return true;
      }
    }
    return false;
  }

  int access() {
    return reader.getAccess();
  }

  String superName() {
    return reader.getSuperName();
  }

  List<String> interfaces() {
    return List.of(reader.getInterfaces());
  }

  /** Returns whether it declares a field or method with this name and descriptor. */
  boolean declares(String member) {
    if (members == null) {
      members = new HashSet<>();
      reader.accept(
          new ClassVisitor(Opcodes.ASM9) {
            @Override
            public FieldVisitor visitField(
                int access, String name, String descriptor, String signature, Object value) {
              members.add(name + descriptor);
              return null;
            }

            @Override
            public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
              members.add(name + descriptor);
              return null;
            }
          },
          ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
    }
    return members.contains(member);
  }

  /** Returns all references in its constant pool, which are all that its code can use. */
  List<Reference> references() {
    List<Reference> references = new ArrayList<>();
    char[] buffer = new char[reader.getMaxStringLength()];
    for (int i = 1; i < reader.getItemCount(); i++) {
      int at = reader.getItem(i);
      // Zero for the second half of a long or double.
      int tag = at == 0 ? 0 : reader.readByte(at - 1);
      if (tag == 7) {
        references.add(new Reference(element(reader.readUTF8(at, buffer)), null));
      } else if (tag == 9 || tag == 10 || tag == 11) {
        int nameAndType = reader.getItem(reader.readUnsignedShort(at + 2));
        references.add(
            new Reference(
                element(reader.readClass(at, buffer)),
                reader.readUTF8(nameAndType, buffer) + reader.readUTF8(nameAndType + 2, buffer)));
      }
    }
    return references;
  }

  // Returns the class of an array's elements.
  private static String element(String name) {
    if (!name.startsWith("[")) {
      return name;
    }
    return name.endsWith(";") ? name.substring(name.indexOf('L') + 1, name.length() - 1) : "";
  }
}
