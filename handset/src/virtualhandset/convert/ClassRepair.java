package virtualhandset.convert;

import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Makes translated class files acceptable to the JVM: dex carries no stack map frames, says nothing
 * about whether a call's owner is an interface, and allows interface methods in any version.
 */
final class ClassRepair {
  /** Static and default interface methods need Java 8 class files. */
  private static final int LEAST_VERSION = Opcodes.V1_8;

  private final ClassIndex index;

  ClassRepair(ClassIndex index) {
    this.index = index;
  }

  /** Returns the repaired class file; throws RuntimeException when the code cannot be typed. */
  byte[] repair(byte[] classFile) {
    ClassWriter writer =
        new ClassWriter(ClassWriter.COMPUTE_FRAMES) {
          @Override
          protected String getCommonSuperClass(String first, String second) {
            return index.commonSuperClass(first, second);
          }
        };
    new ClassReader(classFile).accept(new Repairs(writer), ClassReader.SKIP_FRAMES);
    return writer.toByteArray();
  }

  private final class Repairs extends ClassVisitor {
    Repairs(ClassVisitor next) {
      super(Opcodes.ASM9, next);
    }

    @Override
    public void visit(
        int version, int access, String name, String signature, String superName, String[] interfaces) {
      int major = version & 0xffff;
      super.visit(Math.max(major, LEAST_VERSION), access, name, signature, superName, interfaces);
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] thrown) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, thrown);
      return new MethodVisitor(Opcodes.ASM9, next) {
        @Override
        public void visitMethodInsn(int opcode, String owner, String method, String type, boolean ownerIsInterface) {
          boolean isInterface = actual(owner, ownerIsInterface);
          int call = opcode;
          if (opcode == Opcodes.INVOKEVIRTUAL && isInterface) {
            call = Opcodes.INVOKEINTERFACE;
          } else if (opcode == Opcodes.INVOKEINTERFACE && !isInterface) {
            call = Opcodes.INVOKEVIRTUAL;
          }
          super.visitMethodInsn(call, owner, method, type, isInterface);
        }

        @Override
        public void visitLdcInsn(Object value) {
          super.visitLdcInsn(value instanceof Handle handle ? actual(handle) : value);
        }

        @Override
        public void visitInvokeDynamicInsn(String method, String type, Handle bootstrap, Object... arguments) {
          Object[] corrected = arguments.clone();
          for (int i = 0; i < corrected.length; i++) {
            if (corrected[i] instanceof Handle handle) {
              corrected[i] = actual(handle);
            }
          }
          super.visitInvokeDynamicInsn(method, type, actual(bootstrap), corrected);
        }
      };
    }

    private Handle actual(Handle handle) {
      boolean isInterface = actual(handle.getOwner(), handle.isInterface());
      return new Handle(handle.getTag(), handle.getOwner(), handle.getName(), handle.getDesc(), isInterface);
    }

    private boolean actual(String owner, boolean claimed) {
      if (owner.startsWith("[")) {
        return false;
      }
      Boolean known = index.isInterface(owner);
      return known == null ? claimed : known;
    }
  }

  /** Repairs every class in place; a class that cannot be repaired stays as it was and is reported. */
  void repairAll(Map<String, byte[]> classes, java.util.List<Limit> limits) {
    for (Map.Entry<String, byte[]> entry : classes.entrySet()) {
      try {
        entry.setValue(repair(entry.getValue()));
      } catch (RuntimeException e) {
        limits.add(new Limit("class-not-loadable", entry.getKey().replace('/', '.') + ": not repairable: " + e));
      }
    }
  }
}
