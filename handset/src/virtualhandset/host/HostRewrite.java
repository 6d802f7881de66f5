package virtualhandset.host;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Changes the innermost Java code above the machine: what lies above it (constructors, {@code Runtime.exec}, {@code
 * Files}) stays as it is, and so do the paths that the app sees in objects and exceptions.
 */
final class HostRewrite implements ClassFileTransformer {
  private static final String CALLS = "virtualhandset/host/HostCalls";
  private static final String PROCESS = "java/lang/ProcessImpl";
  private static final String NIO_PATH = "sun/nio/fs/UnixPath";
  private static final String FILE = "java/io/File";
  private static final String FILE_SYSTEM = "java/io/FileSystem";
  private static final String FILE_ARGUMENT = "(Ljava/io/File;";
  private static final String START =
      "([Ljava/lang/String;Ljava/util/Map;Ljava/lang/String;[Ljava/lang/ProcessBuilder$Redirect;Z)Ljava/lang/Process;";

  static final List<String> TARGETS =
      List.of(
          PROCESS, NIO_PATH, FILE, InterfaceRewrite.OWNER, "java/io/FileInputStream", "java/io/FileOutputStream", "java/io/RandomAccessFile");

  private final Set<String> changed = new HashSet<>();
  private volatile Throwable failure;

  /** @throws IllegalStateException when this Java is built otherwise: the machine would show through */
  void requireAll() {
    if (failure != null) throw new IllegalStateException("Java's own classes could not be turned to the phone", failure);
    for (String name : TARGETS) {
      if (!changed.contains(name)) throw new IllegalStateException("this Java has no place for the phone in " + name);
    }
  }

  @Override
  public byte[] transform(ClassLoader loader, String name, Class<?> type, ProtectionDomain domain, byte[] bytes) {
    if (loader != null || !TARGETS.contains(name)) return null;
    try {
      ClassReader reader = new ClassReader(bytes);
      ClassWriter writer = new ClassWriter(reader, 0);
      reader.accept(new Turn(writer, name), 0);
      return writer.toByteArray();
    } catch (RuntimeException e) {
      failure = e; // An exception out of a transformer is dropped by the JVM.
      return null;
    }
  }

  private final class Turn extends ClassVisitor {
    private final String owner;

    Turn(ClassVisitor next, String owner) {
      super(Opcodes.ASM9, next);
      this.owner = owner;
    }

    @Override
    public MethodVisitor visitMethod(int access, String name, String descriptor, String signature, String[] exceptions) {
      MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
      if (owner.equals(PROCESS)) {
        if (!name.equals("start") || !descriptor.equals(START)) return next;
        replaceStart(next);
        return null;
      }
      if (owner.equals(NIO_PATH)) return name.equals("getByteArrayForSysCalls") ? new Returned(next) : next;
      if (owner.equals(InterfaceRewrite.OWNER)) {
        return new InterfaceRewrite(next, name, descriptor, (access & Opcodes.ACC_NATIVE) == 0, () -> changed.add(owner));
      }
      if (owner.equals(FILE)) return new Asked(next);
      return name.equals("open") ? new Opened(next) : next;
    }

    private void replaceStart(MethodVisitor code) {
      changed.add(PROCESS);
      code.visitCode();
      for (int argument = 0; argument < 4; argument++) code.visitVarInsn(Opcodes.ALOAD, argument);
      code.visitVarInsn(Opcodes.ILOAD, 4);
      code.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "start", START, false);
      code.visitInsn(Opcodes.ARETURN);
      code.visitMaxs(5, 5);
      code.visitEnd();
    }

    /** {@code UnixPath.getByteArrayForSysCalls}: every path of java.nio.file on its way to the system. */
    private final class Returned extends MethodVisitor {
      Returned(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public void visitInsn(int opcode) {
        if (opcode == Opcodes.ARETURN) {
          changed.add(owner);
          super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "place", "([B)[B", false);
        }
        super.visitInsn(opcode);
      }
    }

    /** {@code open(String, ...)} of a stream: the path is the first argument and goes to the native method. */
    private final class Opened extends MethodVisitor {
      Opened(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public void visitVarInsn(int opcode, int index) {
        super.visitVarInsn(opcode, index);
        if (opcode != Opcodes.ALOAD || index != 1) return;
        changed.add(owner);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "place", "(Ljava/lang/String;)Ljava/lang/String;", false);
      }
    }

    /** Questions of java.io.File to the file system: attributes, length, lists. */
    private final class Asked extends MethodVisitor {
      Asked(MethodVisitor next) {
        super(Opcodes.ASM9, next);
      }

      @Override
      public void visitMethodInsn(int opcode, String to, String name, String descriptor, boolean isInterface) {
        boolean one = descriptor.startsWith(FILE_ARGUMENT + ")");
        boolean withNumber = descriptor.startsWith(FILE_ARGUMENT + "I)");
        boolean withTime = descriptor.startsWith(FILE_ARGUMENT + "J)");
        boolean two = descriptor.startsWith(FILE_ARGUMENT + "Ljava/io/File;)");
        // isInvalid, isAbsolute and resolve look at the text only.
        boolean onText = name.equals("isInvalid") || name.equals("isAbsolute") || name.equals("resolve") || name.equals("compare");
        if (to.equals(FILE_SYSTEM) && name.equals("createFileExclusively")) {
          super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "place", "(Ljava/lang/String;)Ljava/lang/String;", false);
        }
        if (to.equals(FILE_SYSTEM) && !onText) {
          if (one) placeTop();
          if (withNumber || two) {
            super.visitInsn(Opcodes.SWAP);
            placeTop();
            super.visitInsn(Opcodes.SWAP);
          }
          if (two) placeTop();
          if (withTime) {
            super.visitInsn(Opcodes.DUP2_X1);
            super.visitInsn(Opcodes.POP2);
            placeTop();
            super.visitInsn(Opcodes.DUP_X2);
            super.visitInsn(Opcodes.POP);
          }
        }
        super.visitMethodInsn(opcode, to, name, descriptor, isInterface);
      }

      private void placeTop() {
        changed.add(owner);
        super.visitMethodInsn(Opcodes.INVOKESTATIC, CALLS, "place", "(Ljava/io/File;)Ljava/io/File;", false);
      }

      @Override
      public void visitMaxs(int stack, int locals) {
        super.visitMaxs(stack + 2, locals);
      }
    }
  }
}
